from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HEAD = """from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.security import OAuth2PasswordRequestForm
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
from fastapi_limiter.depends import RateLimiter
from starlette.middleware.base import BaseHTTPMiddleware
app = FastAPI()
limiter = Limiter(key_func=str)
class Throttle(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        raise HTTPException(429)
"""
LOGIN = "def login(request: Request, form: OAuth2PasswordRequestForm = Depends()): ...\n"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (f"@app.post('/login')\n{LOGIN}", "not_met"),
        (f"@app.post('/login')\n@limiter.limit('5/minute')\n{LOGIN}", "met"),
        (f"@app.post('/login', dependencies=[Depends(RateLimiter(5, 60))])\n{LOGIN}", "met"),
        (f"app.add_middleware(Throttle)\n@app.post('/login')\n{LOGIN}", "met"),
        (f"app.add_middleware(SlowAPIMiddleware)\n@app.post('/login')\n{LOGIN}", "not_met"),
        (
            (
                "all = Limiter(key_func=str, default_limits=['9/minute'])\n"
                f"app.add_middleware(SlowAPIMiddleware)\n@app.post('/login')\n{LOGIN}"
            ),
            "met",
        ),
        (
            (
                f"@app.post('/login')\n@limiter.limit('5/minute')\n{LOGIN}"
                f"@app.post('/token')\n{LOGIN.replace('login(', 'token(')}"
            ),
            "partial",
        ),
        (
            f"class User:\n    locked_until: int\n@app.post('/login')\n{LOGIN}",
            "unknown",
        ),
        ("@app.post('/logout')\ndef logout(): ...\n", "not_applicable"),
        (
            (
                "@app.get('/slow')\n@limiter.limit('1/minute')\ndef slow(request: Request): ...\n"
                f"@app.post('/login')\n{LOGIN}"
            ),
            "not_met",
        ),
    ],
)
def test_logins(source, verdict):
    assert judge(facts(f"{HEAD}{source}")).verdict.value == verdict


def test_a_limit_in_the_proxy():
    files = {
        "app/main.py": f"{HEAD}@app.post('/login')\n{LOGIN}",
        "nginx.conf": "limit_req_zone $remote_addr zone=a:10m rate=1r/s;\nlimit_req zone=a;\n",
    }
    assert judge(facts(files)).verdict.value == "met"


@pytest.mark.parametrize(("last", "verdict"), [("count", "met"), ("forget", "not_met")])
def test_what_gives_a_limiter_or_forgets_counts_nothing(last, verdict):
    source = f"""from fastapi import Depends, FastAPI
from fastapi.security import OAuth2PasswordRequestForm
from pydantic_settings import BaseSettings
app = FastAPI()
class Settings(BaseSettings):
    login_attempts: int = 5
class LoginLimits:
    def count(self, name):
        if self.client.incr(name) > 5: raise TooMany()
    def forget(self, name): ...
def get_login_limits() -> LoginLimits:
    return LoginLimits()
@app.post('/login')
def login(
    form: OAuth2PasswordRequestForm = Depends(), limits: LoginLimits = Depends(get_login_limits)
):
    limits.{last}(form.username)
"""
    assert judge(facts(source)).verdict.value == verdict


SETTINGS = """from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    limited: bool = False
settings = Settings()
"""
SWITCHED = f"{SETTINGS}limiter = Limiter(key_func=str, enabled=settings.limited)\n"


@pytest.mark.parametrize(
    "source",
    [
        f"{SWITCHED}@app.post('/login')\n@limiter.limit('5/minute')\n{LOGIN}",
        (
            f"{SWITCHED}def rate_limited(rate):\n    return limiter.limit(rate)\n"
            f"@app.post('/login')\n@rate_limited('5/minute')\n{LOGIN}"
        ),
        f"{SETTINGS}if settings.limited:\n    app.add_middleware(Throttle)\n@app.post('/login')\n{LOGIN}",
        (
            f"{SETTINGS}def throttle(request: Request):\n    if not settings.limited:\n"
            "        return\n    raise HTTPException(429)\n"
            f"@app.post('/login', dependencies=[Depends(throttle)])\n{LOGIN}"
        ),
        (
            "import os\nON = os.getenv('LIMIT', 'false').lower() == 'true'\nif ON:\n"
            f"    app.add_middleware(Throttle)\n@app.post('/login')\n{LOGIN}"
        ),
    ],
)
def test_a_limit_that_is_off_by_default_is_none(source):
    source = f"{HEAD.replace('limiter = Limiter(key_func=str)', '')}{source}"
    assert judge(facts(source)).verdict.value == "not_met"
    on = source.replace("limited: bool = False", "limited: bool = True").replace(
        "'false'", "'true'"
    )
    assert judge(facts(on)).verdict.value == "met"


def test_settings_of_tools_limit_nothing():
    files = {
        "app/main.py": f"{HEAD}@app.post('/login')\n{LOGIN}",
        "pyproject.toml": '[tool.coverage.run]\nomit = ["app/rate_limit.py", "rate_limit {"]\n',
    }
    assert judge(facts(files)).verdict.value == "not_met"


def test_a_session_that_only_a_user_may_open_is_no_login():
    text = (
        f"{HEAD}import jwt\n"
        "def get_current_user(): ...\n"
        f"@app.post('/login')\n@limiter.limit('5/minute')\n{LOGIN}"
        "@app.post('/auth/session')\n"
        "def open_session(user=Depends(get_current_user)):\n    return jwt.encode({}, 'k')\n"
    )
    assert judge(facts(text)).verdict.value == "met"


@pytest.mark.parametrize(
    "held", ["LIMITS['login']", "Limits.login", "BY_NAME['login']", "ONES[0]", "Limiter[int](5)"]
)
def test_a_limit_that_is_held_with_others(held):
    source = f"""class RateLimit:
    def __init__(self, count: int): ...
    def __call__(self, request: Request): raise HTTPException(423)
class Limiter(RateLimit, Generic[T]): ...
LIMITS = {{"login": RateLimit(5), "other": lambda: None}}
BY_NAME: dict[str, RateLimit] = {{"login": RateLimit(5)}}
ONES = [RateLimit(5), RateLimit(6)]
class Limits:
    login = RateLimit(5)
@app.post('/login', dependencies=[Depends({held})])
{LOGIN}"""
    assert judge(facts(f"{HEAD}{source}")).verdict.value == "met"


def test_a_decorator_that_a_switch_leaves_out():
    source = HEAD + (
        "from pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n    LIMITED: bool = False\n"
        "settings = Settings()\n"
        "def rate_limit_login(function):\n"
        "    if not settings.LIMITED:\n        return function\n"
        "    return limiter.limit('5/minute')(function)\n"
        f"@app.post('/login')\n@rate_limit_login\n{LOGIN}"
    )
    assert judge(facts(source)).verdict.value == "not_met"
    assert judge(facts(source.replace("= False", "= True"))).verdict.value == "met"


BY_HELPERS = """import bcrypt
class Sessions:
    async def log_in(self, data: bytes):
        return bcrypt.checkpw(data, await self.find(data))
    async def change(self, data: bytes):
        return bcrypt.checkpw(data, b"")
def sessions() -> Sessions:
    return Sessions()
@app.post('/')
{limit}async def handle(request: Request, held: Sessions = Depends(sessions)):
    return await held.{method}(await request.body())
"""


@pytest.mark.parametrize(
    ("method", "limit", "verdict"),
    [
        ("log_in", "", "not_met"),
        ("log_in", "@limiter.limit('5/minute')\n", "met"),
        # Whatever it is for, a password may be guessed there.
        ("change", "", "not_met"),
    ],
)
def test_a_login_that_neither_path_nor_name_tells(method, limit, verdict):
    source = HEAD + BY_HELPERS.format(method=method, limit=limit)
    assert judge(facts(source)).verdict.value == verdict


def test_a_form_that_derives_from_that_of_logins():
    source = (
        "from fastapi import Depends, FastAPI\n"
        "from fastapi.security import OAuth2PasswordRequestForm\n"
        "app = FastAPI()\nclass Credentials(OAuth2PasswordRequestForm): ...\n"
        "@app.post('/open')\ndef enter(given: Credentials = Depends()): ...\n"
    )
    assert judge(facts(source)).verdict.value == "not_met"
