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
        # A provider of its own, whose clients send a grant.
        (
            "PATH = 'token'\n"
            "@app.post(f'/{PATH}')\nasync def give(request: Request):\n"
            "    return provider.give(await request.form())\n"
        ),
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
        "@app.post('/form')\nasync def take(request: Request):\n    await request.form()\n",
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


MODELS = """class Counted(BaseModel):
    last_login: str
    login_count: int
class Kept(BaseModel):
    name: str
    api_key: str
class Place(BaseModel):
    title: str
    pin: str
class Training(BaseModel):
    secret_mode: bool
class Look(BaseModel):
    title: str
    login_url: str
class Machine(BaseModel):
    apiKey: str
class Entry(BaseModel):
    login: str
class UserLogin(BaseModel):
    name: str
"""


@pytest.mark.parametrize(
    "route",
    [
        "@app.post('/chat/sessions')\ndef begin(body: Counted): ...\n",
        "@app.post('/tokens')\ndef count_tokens(body: Kept): ...\n",
        "@app.post('/token')\ndef count_tokens(body: Kept): ...\n",
        "@app.post('/tokens')\ndef split(body: Kept): ...\n",
        "@app.post('/chat/session')\ndef begin(body: Kept): ...\n",
        "@app.post('/push-tokens/tokens')\ndef keep(body: Place): ...\n",
        "@app.post('/push/token')\ndef keep(body: Client): ...\n",
        "@app.post('/board/sessions')\ndef begin(body: Place): ...\n",
        "@app.post('/workout/session')\ndef begin(body: Training): ...\n",
        "@app.put('/settings/login_page')\ndef login_page(body: Look): ...\n",
        "@app.put('/settings/login_page')\ndef update_login_page(body: Look): ...\n",
        "@app.put('/users/last_login')\ndef seen(body: Named): ...\n",
        "@app.post('/plugins/login/')\ndef register_login_plugin(body: Look): ...\n",
        "@app.post('/plugins/login/')\ndef register_plugin(body: Kept): ...\n",
        "@app.post('/keys')\ndef change_signing_key(body: Kept, secret: str): ...\n",
        "@app.post('/pages')\ndef create_blog_index(login: str): ...\n",
    ],
)
def test_what_is_only_about_logins_lets_nobody_in(route):
    assert judge(facts(HEAD + MODELS + route)).verdict.value == "not_applicable"


@pytest.mark.parametrize(
    "route",
    [
        "@app.post('/token')\ndef change(body: Machine): ...\n",
        "@app.post('/session')\ndef login_user(body: Kept): ...\n",
        "@app.post('/session')\ndef begin(body: Entry): ...\n",
        "@app.post('/auth')\ndef begin(user_login: UserLogin): ...\n",
        "@app.post('/auth')\ndef begin(loginData: UserLogin): ...\n",
        "@app.post('/auth')\ndef begin(login_request: UserLogin): ...\n",
        "@app.post('/enter')\ndef login_for_access_token(body: dict): ...\n",
        "@app.post('/enter')\ndef sign_in_with_mail(body: dict): ...\n",
        "@app.post('/login')\nasync def login_page(request: Request): ...\n",
        "@app.post('/login')\nasync def create_login_token(request: Request): ...\n",
        "@app.post('/login')\nasync def add_thing(password: str): ...\n",
        "@app.post('/login_page')\nasync def login_page(password: str): ...\n",
    ],
)
def test_what_lets_somebody_in_is_told_by_its_words(route):
    assert judge(facts(HEAD + MODELS + route)).verdict.value == "not_met"


ASKED = """from fastapi.security import HTTPBearer
strict = HTTPBearer()
loose = HTTPBearer(auto_error=False)
def trace(sent=Depends(loose)): ...
def refuse(sent=Depends(loose)):
    if sent is None:
        raise HTTPException(401)
def get_current_user_optional(): ...
@app.post('/login')
async def login(request: Request, asked=Depends({asked})): ...
"""


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("trace", "not_met"),
        ("get_current_user_optional", "not_met"),
        ("refuse", "not_applicable"),
        ("strict", "not_applicable"),
    ],
)
def test_who_may_be_in_already_logs_in_all_the_same(asked, verdict):
    assert judge(facts(HEAD + ASKED.format(asked=asked))).verdict.value == verdict
