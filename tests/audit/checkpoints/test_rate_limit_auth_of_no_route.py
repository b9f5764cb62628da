"""Projects that let people in by a route that is not told from others."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

SOURCE = """import jwt
from fastapi import FastAPI
from pwdlib import PasswordHash
app = FastAPI()
{code}
@app.post("/orders")
def create(order: dict): ...
"""


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (
            "def check(given, kept): return PasswordHash.recommended().verify(given, kept)",
            "unknown",
        ),
        ("def issue(user): return jwt.encode({'sub': user}, KEY, algorithm='HS256')", "unknown"),
        # Tokens of somebody else are read; where they come from is their limit.
        ("def read(token): return jwt.decode(token, KEY, algorithms=['RS256'])", "not_applicable"),
        ("", "not_applicable"),
    ],
)
def test_unknown_where_somebody_is_let_in_and_no_route_does(code, verdict):
    assert judge(facts(SOURCE.format(code=code))).verdict.value == verdict


@pytest.mark.parametrize(
    ("asks", "verdict"), [("Depends(current_user)", "not_applicable"), ("None", "unknown")]
)
def test_a_token_for_who_is_in_already(asks, verdict):
    source = f"""import jwt
from fastapi import Depends, FastAPI
app = FastAPI()
def current_user(): ...
def ticket(name): return jwt.encode({{"sub": name}}, KEY, algorithm="HS256")
@app.post("/rooms/ticket")
def open_room(user=({asks})): return ticket(user)
"""
    assert judge(facts(source)).verdict.value == verdict
