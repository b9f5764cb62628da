"""Logins that are known by their name, whatever they are sent."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HEAD = """from typing import Any
from fastapi import Body, Depends, FastAPI, Form, HTTPException, Request
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from idp.schemas import Credentials
from pydantic import BaseModel
from slowapi import Limiter
limiter = Limiter(key_func=str)
app = FastAPI()
class Pin(BaseModel):
    pin: str
class Client(BaseModel):
    client_id: str
    client_secret: str
class Named(BaseModel):
    name: str
    last_login: str
"""


@pytest.mark.parametrize(
    "login",
    [
        "@app.post('/mock/login')\ndef enter(api_key: str = Form(...)): ...\n",
        "@app.post('/auth')\ndef enter(body: Pin): ...\n",
        "@app.post('/token')\ndef token(body: Client): ...\n",
        "@app.post('/api/login')\nasync def enter(body: dict):\n    return await forward(body)\n",
        "@app.post('/sign-in')\nasync def enter(request: Request):\n    return await ask(request)\n",
        "@app.post('/auth/signin/')\nasync def enter(payload: Any = Body(...)): ...\n",
        "@app.post('/enter/login')\nasync def enter(credentials: Credentials): ...\n",
        (
            "@app.post('/authenticate')\ndef enter(who: HTTPBasicCredentials = Depends(HTTPBasic())):\n"
            "    ...\n"
        ),
    ],
)
def test_a_route_that_lets_somebody_in(login):
    assert judge(facts(HEAD + login)).verdict.value == "not_met"
    limited = login.replace("\ndef", "\n@limiter.limit('5/minute')\ndef", 1)
    limited = limited.replace("\nasync def", "\n@limiter.limit('5/minute')\nasync def", 1)
    assert judge(facts(HEAD + limited)).verdict.value == "met"


@pytest.mark.parametrize(
    "route",
    [
        "@app.post('/tokens')\ndef create(body: Named): ...\n",
        "@app.post('/sessions')\ndef create(body: Named): ...\n",
        "@app.post('/logout')\ndef leave(request: Request): ...\n",
        "@app.post('/login/{provider}')\ndef start(provider: str): ...\n",
        "@app.get('/login')\ndef page(request: Request): ...\n",
        "@app.post('/logins')\ndef log(body: Named): ...\n",
        (
            "def get_current_user(): ...\n"
            "@app.post('/device/login')\n"
            "def pair(body: dict, user: str = Depends(get_current_user)): ...\n"
        ),
    ],
)
def test_a_route_that_lets_nobody_in(route):
    assert judge(facts(HEAD + route)).verdict.value == "not_applicable"
