"""Limits on who guesses passwords, in every style."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HEAD = """from typing import Annotated
from fastapi import APIRouter, Body, Depends, FastAPI, Form, HTTPException, Request, status
from fastapi.security import OAuth2PasswordRequestForm
from pydantic import BaseModel
import jwt
class Credentials(BaseModel):
    email: str
    password: str
"""
LOGIN = """@router.post("/login")
async def login(request: Request, body: Credentials):
    return jwt.encode({"sub": body.email}, "k")
"""
ROUTER = 'router = APIRouter(prefix="/auth")\n'
APP = "app = FastAPI()\napp.include_router(router)\n"

STYLES = {
    "slowapi by default": (
        """from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
from slowapi.util import get_remote_address
limiter = Limiter(key_func=get_remote_address, default_limits=["60/minute"])
"""
        + ROUTER
        + LOGIN
        + APP
        + "app.state.limiter = limiter\napp.add_middleware(SlowAPIMiddleware)\n",
        "met",
    ),
    "slowapi that nothing calls": (
        """from slowapi import Limiter
from slowapi.util import get_remote_address
limiter = Limiter(key_func=get_remote_address)
"""
        + ROUTER
        + LOGIN
        + APP
        + "app.state.limiter = limiter\n",
        "not_met",
    ),
    "slowapi below": (
        """from slowapi import Limiter
from slowapi.util import get_remote_address
limiter = Limiter(key_func=get_remote_address)
"""
        + ROUTER
        + LOGIN.replace("async def", '@limiter.limit("5/minute")\nasync def')
        + APP,
        "met",
    ),
    "slowapi on another route": (
        """from slowapi import Limiter
limiter = Limiter(key_func=str)
"""
        + ROUTER
        + LOGIN
        + '@router.post("/items")\n@limiter.limit("5/minute")\nasync def items(request: Request): ...\n'
        + APP,
        "not_met",
    ),
    "slowapi shared": (
        """from slowapi import Limiter
limiter = Limiter(key_func=str)
auth_limit = limiter.shared_limit("5/minute", scope="auth")
"""
        + ROUTER
        + LOGIN.replace("async def", "@auth_limit\nasync def")
        + APP,
        "met",
    ),
    "fastapi-limiter": (
        """from fastapi_limiter.depends import RateLimiter
"""
        + ROUTER
        + LOGIN.replace(
            '"/login"', '"/login", dependencies=[Depends(RateLimiter(times=5, seconds=60))]'
        )
        + APP,
        "met",
    ),
    "fastapi-limiter of the router": (
        """from fastapi_limiter.depends import RateLimiter
router = APIRouter(prefix="/auth", dependencies=[Depends(RateLimiter(times=5, seconds=60))])
"""
        + LOGIN
        + APP,
        "met",
    ),
    "fastapi-limiter of the inclusion": (
        """from fastapi_limiter.depends import RateLimiter
limit = Depends(RateLimiter(times=5, seconds=60))
"""
        + ROUTER
        + LOGIN
        + "app = FastAPI()\napp.include_router(router, dependencies=[limit])\n",
        "met",
    ),
    "fastapi-limiter that is never used": (
        """from fastapi_limiter import FastAPILimiter
async def lifespan(app):
    await FastAPILimiter.init(redis)
    yield
"""
        + ROUTER
        + LOGIN
        + "app = FastAPI(lifespan=lifespan)\napp.include_router(router)\n",
        "not_met",
    ),
    "a dependency of the project": (
        """class Throttle:
    def __init__(self, times: int, seconds: int):
        self.times = times
    async def __call__(self, request: Request):
        if await count(request.client.host) > self.times:
            raise HTTPException(status.HTTP_429_TOO_MANY_REQUESTS)
"""
        + ROUTER
        + LOGIN.replace(
            "body: Credentials", "body: Credentials, _: None = Depends(Throttle(5, 60))"
        )
        + APP,
        "met",
    ),
    "an annotated dependency of the project": (
        """async def limit_by_address(request: Request) -> None:
    if await hits(request) > 5:
        raise HTTPException(status_code=429, detail="Slow down.")
Limited = Annotated[None, Depends(limit_by_address)]
"""
        + ROUTER
        + LOGIN.replace("body: Credentials", "body: Credentials, _: Limited")
        + APP,
        "met",
    ),
    "a service that counts": (
        """class Attempts:
    async def check(self, email: str) -> None:
        if await self.redis.incr(f"attempts:{email}") > 5:
            raise HTTPException(429, "Too many attempts.")
attempts = Attempts()
"""
        + ROUTER
        + LOGIN.replace("    return", "    await attempts.check(body.email)\n    return")
        + APP,
        "met",
    ),
    "middleware of the project": (
        """from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse
class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if self.is_over(request.client.host):
            return JSONResponse({"detail": "Too many requests."}, status_code=429)
        return await call_next(request)
"""
        + ROUTER
        + LOGIN
        + APP
        + "app.add_middleware(Guard)\n",
        "met",
    ),
    "a decorator of the project": (
        """from functools import wraps
def rate_limit(calls: int, period: int):
    def decorate(function):
        @wraps(function)
        async def wrapper(*args, **kwargs):
            if over(calls, period):
                raise HTTPException(429)
            return await function(*args, **kwargs)
        return wrapper
    return decorate
"""
        + ROUTER
        + LOGIN.replace("async def", "@rate_limit(5, 60)\nasync def")
        + APP,
        "met",
    ),
    "a lock of accounts": (
        """from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    failed_login_attempts: Mapped[int]
    locked_until: Mapped[int]
"""
        + ROUTER
        + LOGIN
        + APP,
        "unknown",
    ),
    "the form": (
        ROUTER
        + """@router.post("/token")
async def issue(form: Annotated[OAuth2PasswordRequestForm, Depends()]):
    return {"access_token": "x"}
"""
        + APP,
        "not_met",
    ),
    "a controller without a name": (
        ROUTER
        + """@router.post("/sign-in")
async def enter(email: Annotated[str, Form()], password: Annotated[str, Form()]):
    return jwt.encode({"sub": email}, "k")
"""
        + APP,
        "not_met",
    ),
    "no login": (
        ROUTER + '@router.post("/items")\nasync def items(body: dict): ...\n' + APP,
        "not_applicable",
    ),
    "a class of routes": (
        """from fastapi_utils.cbv import cbv
from slowapi import Limiter
limiter = Limiter(key_func=str)
"""
        + ROUTER
        + """@cbv(router)
class Auth:
    @router.post("/login")
    @limiter.limit("5/minute")
    async def login(self, request: Request, body: Credentials):
        return jwt.encode({}, "k")
"""
        + APP,
        "met",
    ),
    "a route that is added": (
        ROUTER
        + """async def login(body: Credentials):
    return jwt.encode({}, "k")
router.add_api_route("/login", login, methods=["POST"])
"""
        + APP,
        "not_met",
    ),
    "pyrate": (
        """from pyrate_limiter import Duration, Limiter, Rate
limiter = Limiter(Rate(5, Duration.MINUTE))
async def limited(request: Request):
    if not limiter.try_acquire(request.client.host):
        raise HTTPException(429)
router = APIRouter(dependencies=[Depends(limited)])
"""
        + LOGIN
        + APP,
        "met",
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_limit(style):
    source, verdict = STYLES[style]
    assert judge(facts(HEAD + source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        (
            "nginx.conf",
            "limit_req_zone $a zone=b:1m rate=5r/s;\nserver {\nlimit_req zone=b;\n}",
            "met",
        ),
        ("deploy/nginx/default.conf", "location /auth {\n  limit_req zone=b burst=5;\n}", "met"),
        ("nginx.conf", "# limit_req zone=b;\n", "not_met"),
        (
            "compose.yaml",
            (
                "labels:\n  - traefik.http.middlewares.x.ratelimit.average=10\n"
                "  - traefik.http.routers.api.middlewares=x@docker\n"
            ),
            "met",
        ),
        ("compose.yaml", "labels:\n  - traefik.http.middlewares.x.ratelimit.burst=9\n", "not_met"),
        ("Caddyfile", "example.com {\n  rate_limit {\n  }\n}\n", "met"),
    ],
)
def test_a_limit_of_a_proxy(path, text, verdict):
    files = {"app/main.py": HEAD + ROUTER + LOGIN + APP, path: text}
    assert judge(facts(files)).verdict.value == verdict
