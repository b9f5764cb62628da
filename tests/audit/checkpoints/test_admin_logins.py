from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HEAD = """from fastapi import Body, FastAPI, HTTPException, Request
from fastapi.security import OAuth2PasswordRequestForm
from slowapi import Limiter
import jwt
app = FastAPI()
limiter = Limiter(key_func=str)
"""


@pytest.mark.parametrize(
    "base",
    [
        "from sqladmin.authentication import AuthenticationBackend as Base",
        "from starlette_admin.auth import AuthProvider as Base",
    ],
)
def test_an_admin_interface_logs_in(base):
    source = f"{HEAD}{base}\nclass Staff(Base):\n    async def login(self, request): return True\n"
    assert judge(facts(source)).verdict.value == "not_met"


def test_an_admin_interface_that_counts_attempts_is_no_open_login():
    source = f"""{HEAD}from sqladmin.authentication import AuthenticationBackend
class Staff(AuthenticationBackend):
    async def login(self, request):
        raise HTTPException(status_code=429)
"""
    assert judge(facts(source)).verdict.value == "not_applicable"


def test_a_class_of_the_project_that_logs_in_is_none():
    source = f"{HEAD}class Staff:\n    async def login(self, request): return True\n"
    assert judge(facts(source)).verdict.value == "not_applicable"


EXCHANGE = """from pydantic import BaseModel
class Renewal(BaseModel):
    refresh_token: str
@app.post("/login")
@limiter.limit("5/minute")
def login(request: Request, password: str = Body()):
    return jwt.encode({}, "k" * 32)
@app.post("/new_access_token")
def renew(%s):
    return jwt.encode({}, "k" * 32)
"""


@pytest.mark.parametrize(
    ("taken", "verdict"),
    [
        ("body: Renewal", "met"),
        ("refresh_token: str = Body()", "met"),
        ("code: str = Body()", "partial"),
        ("code: str = Body(), refresh_token: str = Body()", "partial"),
    ],
)
def test_what_renews_a_token_is_no_login(taken, verdict):
    assert judge(facts(HEAD + EXCHANGE % taken)).verdict.value == verdict


def test_it_is_the_login_where_there_is_no_other():
    source = """@app.post("/token")
def renew(refresh_token: str = Body()):
    return jwt.encode({}, "k" * 32)
"""
    assert judge(facts(HEAD + source)).verdict.value == "not_met"


BOT = """from {library} import BaseMiddleware
class ThrottlingMiddleware(BaseMiddleware):
    async def __call__(self, handler, event, data):
        if self.counts(event): raise TooMany()
throttling = ThrottlingMiddleware(app)
@app.post("/login")
def login(password: str = Body()): ...
"""


@pytest.mark.parametrize(
    ("library", "verdict"), [("aiogram", "not_met"), ("starlette.middleware", "met")]
)
def test_middleware_of_a_bot_limits_no_requests(library, verdict):
    assert judge(facts(HEAD + BOT.format(library=library))).verdict.value == verdict
