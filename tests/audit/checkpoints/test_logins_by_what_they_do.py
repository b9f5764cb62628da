"""Logins whose paths are held elsewhere, or whose names are of another language."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HEAD = """from enum import Enum
import bcrypt
from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel
app = FastAPI()
class Paths(Enum):
    ENTER = "/login"
class Entrada(BaseModel):
    usuario: str
    senha: str
class Login(BaseModel):
    name: str
    password: str
def get_current_user(): ...
"""
CHECK = "    if not bcrypt.checkpw(b'x', b'y'):\n        {refused}\n"
REFUSED = CHECK.format(refused="raise HTTPException(401)")


@pytest.mark.parametrize(
    ("route", "verdict"),
    [
        ("@app.post(Paths.ENTER.value)\ndef go(body: Login): ...\n", "not_met"),
        ('@app.post(f"/v1{Paths.ENTER.value}")\ndef go(body: Login): ...\n', "not_met"),
        ("@app.get('/login')\ndef go(name: str, password: str): ...\n", "not_met"),
        ("@app.get('/login')\ndef page(name: str): ...\n", "not_applicable"),
        ("@app.post('/entrar')\ndef entrar(corpo: Entrada):\n" + REFUSED, "not_met"),
        # Whatever it is for, a password may be guessed there.
        (
            "@app.post('/entrar')\ndef entrar(corpo: Entrada):\n" + CHECK.format(refused="return"),
            "not_met",
        ),
        (
            "@app.post('/senha')\ndef mudar(corpo: Entrada, quem=Depends(get_current_user)):\n"
            + REFUSED,
            "unknown",
        ),
    ],
)
def test_a_route_that_checks_a_password(route, verdict):
    assert judge(facts(HEAD + route)).verdict.value == verdict
