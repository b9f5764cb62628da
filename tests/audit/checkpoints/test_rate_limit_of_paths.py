"""Middleware that limits some paths, looks at the limits of others, or stands elsewhere."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HEAD = """from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
app = FastAPI()
class Credentials(BaseModel):
    email: str
    password: str
FREE = {"/health", "/docs"}
OPEN = ["/auth/login", "/health"]
LIMITS = {"/auth/login": 5, "/auth/reset": 3}
OTHERS = {"/predict": 5}
"""
LOGIN = """
@app.post("/auth/login")
def login(body: Credentials): ...
"""
MIDDLEWARE = """
@app.middleware("http")
async def guard(request: Request, call_next):
    path = request.url.path.rstrip("/")
{body}
    return await call_next(request)
"""
REFUSE = "return JSONResponse({}, status_code=429)"


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (f"if count(request) > 9: {REFUSE}", "met"),
        (f"if path.startswith('/predict') and count(request) > 9: {REFUSE}", "not_met"),
        (f"if path.startswith(('/predict', '/auth')) and count(request) > 9: {REFUSE}", "met"),
        (f"if path == '/auth/login' and count(request) > 9: {REFUSE}", "met"),
        (f"if '/login' in path and count(request) > 9: {REFUSE}", "met"),
        (f"if path in FREE: return await call_next(request)\n    {REFUSE}", "met"),
        (f"if path in OPEN: return await call_next(request)\n    {REFUSE}", "not_met"),
        (
            f"if not path.startswith('/predict'): return await call_next(request)\n    {REFUSE}",
            "not_met",
        ),
        (
            (
                "limit = LIMITS.get(path)\n    if limit is None: return await call_next(request)\n"
                f"    {REFUSE}"
            ),
            "met",
        ),
        (
            f"limit = OTHERS.get(path)\n    if limit and count(request) > limit: {REFUSE}",
            "not_met",
        ),
        (f"if any(path.startswith(p) for p in OTHERS): {REFUSE}", "not_met"),
        (f"if any(path.startswith(p) for p in LIMITS): {REFUSE}", "met"),
        (f"for prefix in OTHERS.keys():\n        if path.startswith(prefix): {REFUSE}", "not_met"),
        (
            f"for prefix, most in LIMITS.items():\n        if path.startswith(prefix): {REFUSE}",
            "met",
        ),
        (f"if is_watched(request.url.path): {REFUSE}", "not_met"),
        (f"if is_chosen(request.url.path): {REFUSE}", "met"),
        (f"if path.startswith(settings_of_limits()): {REFUSE}", "met"),
        # What others answer is looked at only.
        ("answer = await call_next(request)\n    if answer.status_code == 429: warn()", "not_met"),
        (f"try: return await call_next(request)\n    except Exception: {REFUSE}", "not_met"),
    ],
)
def test_the_paths_that_a_middleware_limits(body, verdict):
    helper = "def is_watched(path):\n    return path in OTHERS\n"
    middleware = MIDDLEWARE.format(body=f"    {body}")
    assert judge(facts(HEAD + helper + middleware + LOGIN)).verdict.value == verdict


def test_a_prefix_that_settings_decide():
    body = f"    if path.startswith('/api/v1/auth'): {REFUSE}"
    source = f"""{HEAD}{MIDDLEWARE.format(body=body)}
import os
from fastapi import APIRouter
router = APIRouter()
@router.post("/auth/login")
def login(body: Credentials): ...
app.include_router(router, prefix=os.environ["API_PREFIX"])
"""
    assert judge(facts(source)).verdict.value == "met"


def test_a_limiter_that_hands_everything_on():
    source = f"""{HEAD}
from starlette.middleware.base import BaseHTTPMiddleware
class RateLimitMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return await call_next(request)
app.add_middleware(RateLimitMiddleware)
{LOGIN}"""
    assert judge(facts(source)).verdict.value == "not_met"


OTHER = """from fastapi import FastAPI
from fastapi.responses import JSONResponse
app = FastAPI()
@app.middleware("http")
async def guard(request, call_next):
    if count(request) > 9: return JSONResponse({}, status_code=429)
    return await call_next(request)
"""


@pytest.mark.parametrize(
    ("route", "verdict"),
    [
        ("@app.get('/items')\ndef items(): ...\n", "not_met"),
        ("@app.api_route('/{path:path}')\ndef forward(path: str): ...\n", "met"),
    ],
)
def test_a_limiter_of_another_application(route, verdict):
    files = {"users/main.py": HEAD + LOGIN, "items/main.py": OTHER + route}
    assert judge(facts(files)).verdict.value == verdict


SLOWAPI = """from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
limiter = Limiter(key_func=str, default_limits={limits})
app.add_middleware(SlowAPIMiddleware)
@app.post("/login")
{decorator}
def login(request: Request, body: Credentials): ...
"""


@pytest.mark.parametrize(
    ("limits", "decorator", "verdict"),
    [
        ("['9/minute']", "", "met"),
        ("[]", "", "not_met"),
        ("['9/minute']", "@limiter.exempt", "not_met"),
    ],
)
def test_limits_by_default(limits, decorator, verdict):
    source = HEAD + SLOWAPI.format(limits=limits, decorator=decorator)
    assert judge(facts(source)).verdict.value == verdict
