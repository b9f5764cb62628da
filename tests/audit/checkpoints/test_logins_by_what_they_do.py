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


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        ("body.name == NAME and body.password == SECRET", "not_met"),
        ("SECRET == body.password", "not_met"),
        ("not (body.password != settings.password)", "not_met"),
        ("secrets.compare_digest(body.password.encode(), SECRET.encode())", "not_met"),
        # Typed twice, not there, or no password at all.
        ("body.password == body.password_again", "not_applicable"),
        ("body.password != ''", "not_applicable"),
        ("body.name == NAME", "not_applicable"),
    ],
)
def test_a_password_that_an_endpoint_compares_itself(check, verdict):
    route = (
        f"@app.post('/auth/status')\ndef tell(body: Login):\n    if {check}:\n"
        "        return {'in': True}\n    raise HTTPException(401)\n"
    )
    assert judge(facts(HEAD + route)).verdict.value == verdict


def test_one_that_is_compared_and_refuses_nobody_is_no_login():
    route = (
        "@app.post('/auth/status')\ndef tell(body: Login):\n"
        "    return {'weak': body.password == WEAKEST}\n"
    )
    assert judge(facts(HEAD + route)).verdict.value == "not_applicable"
