"""Tokens that a login answers with, and those that are kept with a thing."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

SOURCE = """from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Session(BaseModel):
    id: int
    user_id: int
    token: str
{route}
def start(name: str, password: str) -> Session: ...
@app.get("/session")
def read() -> Session: ...
"""


@pytest.mark.parametrize(
    ("route", "found"),
    [
        ("@app.post('/login')", []),
        ("@app.post('/auth/sign-in')", []),
        ("@app.post('/auth/token')", []),
        ("@app.post('/hooks')", [7]),
        ("@app.get('/login')", []),
    ],
)
def test_what_a_login_returns_is_left_alone(route, found):
    assert lines(RULE, SOURCE.format(route=route)) == found


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ("salt: str\n    password: str", True),
        ("password: str", False),
        ("salt: str", False),
    ],
)
def test_a_row_with_its_salt_is_no_login(fields, is_found):
    source = f"""from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Row(BaseModel):
    email: str
    {fields}
class Public(Row):
    access_token: str
@app.get("/me", response_model=Public)
def read(): ...
"""
    assert bool(lines(RULE, source)) is is_found
