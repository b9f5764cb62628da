"""Fields that hold secrets in a model of their own, which a route leaves out of its answer."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

SOURCE = """from fastapi import FastAPI
from pydantic import BaseModel, Field
app = FastAPI()
class Access(BaseModel):
    name: str
    password: str
class Source(BaseModel):
    url: str
    access: Access{hidden}
class Harbour(BaseModel):
    name: str
    source: Source
@app.get("/h", response_model=Harbour{options})
def read(): ...
"""


@pytest.mark.parametrize(
    ("hidden", "options", "expected"),
    [
        ("", "", [6]),
        ("", ", response_model_exclude={'name'}", [6]),
        ("", ", response_model_exclude={'source': {'url'}}", [6]),
        ("", ", response_model_exclude={'source': {'access'}}", []),
        ("", ", response_model_exclude={'source': {'access': {'password'}}}", []),
        ("", ", response_model_exclude={'source': {'access': True}}", []),
        ("", ", response_model_exclude={'source': ...}", []),
        (" = Field(exclude=True)", "", []),
        (" = Field(description='x')", "", [6]),
    ],
)
def test_what_is_left_out_is_left_out_with_all_in_it(hidden, options, expected):
    assert lines(RULE, SOURCE.format(hidden=hidden, options=options)) == expected


def test_how_many_pass_is_no_password():
    source = """from fastapi import FastAPI
app = FastAPI()
@app.get("/results")
def results(rows):
    return [{"pass": each["pass"], "fail": each["fail"]} for each in rows]
@app.get("/mail")
def mail(row):
    return {"host": row["host"], "pass": row["pass"]}
"""
    assert lines(RULE, source) == [8]
