"""Whether logins are limited where passwords could be hashed, and no route does it."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HASHER = """import bcrypt

def hashed(password: str) -> bytes:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())

def same(password: str, stored: bytes) -> bool:
    return bcrypt.checkpw(password.encode(), stored)
"""
MAIN = """from fastapi import Depends, FastAPI
from pydantic import BaseModel
from app.passwords import hashed, same

app = FastAPI()

{more}
"""
ORDERS = "@app.get('/orders')\ndef orders() -> list[str]:\n    return []\n"


def verdict(more, hasher=HASHER):
    files = {"app/passwords.py": hasher, "app/main.py": MAIN.format(more=more)}
    return judge(facts(files)).verdict.value


def test_a_hasher_lets_nobody_in_where_routes_take_nothing():
    assert verdict(ORDERS) == "not_applicable"


@pytest.mark.parametrize(
    "more",
    [
        f"{ORDERS}@app.get('/enter')\ndef enter(password: str):\n    return same(password, KEPT)\n",
        f"{ORDERS}@app.post('/orders')\ndef make(body: dict): ...\n",
        f"class Account(BaseModel):\n    password: str\n{ORDERS}",
        f"{ORDERS}@app.websocket('/ws')\ndef follow(websocket): ...\n",
    ],
)
def test_one_that_a_route_may_ask_may_do_so(more):
    assert verdict(more) != "not_applicable"
