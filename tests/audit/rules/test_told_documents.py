"""Documents of people that helpers turn into mappings."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

SOURCE = """from fastapi import FastAPI
app = FastAPI()
def person(item) -> dict:
    return {{"name": item["name"], "password": {value}}}
def people(found) -> list:
    return [person(item) for item in found]
@app.get("/people")
def every():
    return people(database.people.find())
"""


@pytest.mark.parametrize("value", ['str(item["password"])', 'item.get("password")'])
def test_a_password_among_them_is_told(value):
    assert lines(RULE, SOURCE.format(value=value)) == [4]


@pytest.mark.parametrize("value", ['"****"', 'str(item["name"])', 'bool(item["password"])'])
def test_others_are_left_alone(value):
    assert lines(RULE, SOURCE.format(value=value)) == []
