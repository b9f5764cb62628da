"""What only bears the name of a limit, or hands on that another service has one; and what counts."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HEAD = """import httpx
import openai
from fastapi import Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel
from slowapi import Limiter
limiter = Limiter(key_func=str)
app = FastAPI()
class Credentials(BaseModel):
    email: str
    password: str
"""
LOGIN = "def login(request: Request, body: Credentials): ...\n"


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("return True", "not_met"),
        ('"""Later."""', "not_met"),
        ("if await count(request) > 9: raise HTTPException(429)", "met"),
        ("await store.count(request.client.host)", "met"),
    ],
)
def test_a_dependency_that_does_nothing_yet(body, verdict):
    source = f"async def rate_limit(request: Request):\n    {body}\n"
    route = f"@app.post('/login', dependencies=[Depends(rate_limit)])\n{LOGIN}"
    assert judge(facts(HEAD + source + route)).verdict.value == verdict


ASKING = """async def ask(body):
    answer = await httpx.AsyncClient().post("https://idp.example/token", json=body)
{lines}
    return answer.json()
@app.post("/login")
async def login(body: Credentials):
    return await ask(body)
"""


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ("    if answer.status_code == 429: raise HTTPException(429, 'Slow down')", "not_met"),
        ("    if answer.status_code in (429, 503): raise HTTPException(429)", "not_met"),
        (
            "    try: talk()\n    except openai.RateLimitError: raise HTTPException(429)",
            "not_met",
        ),
        ("    if await tries(body.email) > 5: raise HTTPException(429)", "met"),
    ],
)
def test_the_limit_of_another_service(lines, verdict):
    assert judge(facts(HEAD + ASKING.format(lines=lines))).verdict.value == verdict


OWN = """def at_most(count):
    def wrap(function):
        async def inner(*args, **kwargs):
            if seen() > count: raise HTTPException(status_code=429)
            return await function(*args, **kwargs)
        return inner
    return wrap
"""


@pytest.mark.parametrize(
    ("decorators", "verdict"),
    [
        ("@app.post('/login')\n@at_most(5)\n", "met"),
        ("@app.post('/login')\n@limiter.limit('5/minute')\n", "met"),
        # What stands above is no part of what the route runs.
        ("@at_most(5)\n@app.post('/login')\n", "not_met"),
        ("@limiter.limit('5/minute')\n@app.post('/login')\n", "not_met"),
    ],
)
def test_where_a_decorator_stands(decorators, verdict):
    assert judge(facts(HEAD + OWN + decorators + LOGIN)).verdict.value == verdict


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ("", "not_met"),
        (", dependencies=[Depends(RateLimiter(times=5))]", "met"),
        (", dependencies=[Depends(audit)]", "not_met"),
    ],
)
def test_the_router_of_a_library(given, verdict):
    source = f"""from fastapi_limiter.depends import RateLimiter
from app.users import users, backend
def audit(): ...
app.include_router(users.get_auth_router(backend), prefix="/auth"{given})
"""
    assert judge(facts(HEAD + source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("name", "answer", "verdict"),
    [
        ("verify_code", "jwt.encode({}, 'k', algorithm='HS256')", "not_met"),
        ("confirm", "jwt.encode({}, 'k', algorithm='HS256')", "not_met"),
        ("verify_code", "True", "not_applicable"),
    ],
)
def test_a_code_that_a_token_is_given_for(name, answer, verdict):
    source = f"""import jwt
class Sent(BaseModel):
    email: str
    code: str
@app.post("/auth/{name}")
def {name}(sent: Sent):
    return {answer}
"""
    assert judge(facts(HEAD + source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("class User:\n    locked_until: str\n", "unknown"),
        ("class User:\n    pass_attempts: int\n", "unknown"),
        ("class User:\n    pin_failures: int\n", "unknown"),
        ("class User:\n    spin_tries: int\n", "not_met"),
        ("class Job:\n    locked_until: str\n", "not_met"),
        ("class OutboxMessage:\n    locked_at: str\n", "not_met"),
        ("class Delivery:\n    max_attempts: int = 3\n", "not_met"),
        ("class Retry:\n    max_attempts: int = 3\n", "not_met"),
        ("class LoginPolicy:\n    max_attempts: int = 3\n", "unknown"),
    ],
)
def test_what_is_locked(row, verdict):
    assert judge(facts(f"{HEAD}{row}@app.post('/login')\n{LOGIN}")).verdict.value == verdict


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("if seen(text) < 9: print(text)", "not_met"),
        ("if seen(text) > 9: raise Refused()", "met"),
        ("return seen(text) < 9", "met"),
        ("await store.hit(text)", "met"),
        ("limiter.hit(text)", "met"),
    ],
)
def test_a_helper_of_which_nothing_comes(body, verdict):
    source = f"""async def throttled(text):
    {body}
@app.post("/login")
async def login(body: Credentials):
    await throttled(body.email)
"""
    assert judge(facts(HEAD + source)).verdict.value == verdict


MIDDLEWARE = """class {name}:
    def __init__(self, app): self.app = app
    async def __call__(self, scope, receive, send):
        if await self.measure(scope) > 9:
            await send({{"type": "http.response.start", "status": {status}, "headers": []}})
            return
        await self.app(scope, receive, send)
app.add_middleware({name})
@app.post("/login")
def login(body: Credentials): ...
"""


@pytest.mark.parametrize(
    ("name", "status", "verdict"),
    [
        ("SizeLimiter", 413, "not_met"),
        ("SizeLimiter", 429, "met"),
        ("RateLimiter", 503, "met"),
    ],
)
def test_a_middleware_that_limits_something_else(name, status, verdict):
    source = MIDDLEWARE.format(name=name, status=status)
    assert judge(facts(HEAD + source)).verdict.value == verdict


FALLBACK = """def limit(rule):
    def wrap(function):
        return limiter.limit(rule)(function) if limiter else function
    return wrap
@app.post("/login")
@limit("5/minute")
def login(request: Request, body: Credentials): ...
"""


def test_a_decorator_that_hands_on_to_a_library():
    assert judge(facts(HEAD + FALLBACK)).verdict.value == "met"


def test_a_limiter_that_an_object_holds():
    source = """class Server:
    def __init__(self):
        self.limiter = Limiter(key_func=str)
        self.app = FastAPI()
        self.add_routes()
    def add_routes(self):
        @self.app.post("/login")
        @self.limiter.limit("5/minute")
        async def login(request: Request, body: Credentials): ...
server = Server()
"""
    assert judge(facts(HEAD + source)).verdict.value == "met"


def test_a_login_of_a_library_that_is_mounted():
    source = """from piccolo_api.session_auth.endpoints import session_login
app.mount("/login/", session_login())
"""
    assert judge(facts(HEAD + source)).verdict.value == "not_met"


def test_a_code_that_is_the_second_step_of_a_login():
    source = """import jwt
@app.post("/login")
@limiter.limit("5/minute")
def login(request: Request, body: Credentials): ...
@app.post("/verify-code")
def verify_code(code: str):
    return jwt.encode({}, "k", algorithm="HS256")
"""
    assert judge(facts(HEAD + source)).verdict.value == "met"
