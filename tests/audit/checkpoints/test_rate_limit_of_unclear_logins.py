"""Routes that hand on the tokens of another service, which signs them and checks who it is."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

SOURCE = """from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Asked(BaseModel):
    code: str
class Tokens(BaseModel):
    {field}: str
@app.{method}("/harbour")
def exchange({taken}) -> Tokens: ...
"""


@pytest.mark.parametrize(
    ("method", "taken", "field", "verdict"),
    [
        ("post", "asked: Asked", "access_token", "unknown"),
        ("post", "asked: Asked", "next_token", "not_applicable"),
        ("get", "", "access_token", "not_applicable"),
    ],
)
def test_it_is_open_whether_they_are_logins(method, taken, field, verdict):
    source = SOURCE.format(method=method, taken=taken, field=field)
    assert judge(facts(source)).verdict.value == verdict
