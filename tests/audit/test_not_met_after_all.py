"""What looks like what a verdict asks for, by its name or its place, and is none."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import rate_limit_auth
from fastscaffold.audit.facts.requests.bodies import has_bodies
from fastscaffold.audit.facts.routing.health import health_places

HEAD = """from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer, OAuth2PasswordRequestForm
app = FastAPI()
"""
LOGIN = """def mail():
    raise {raised}
@app.post("/login")
def login(form: OAuth2PasswordRequestForm = Depends()):
    mail()
"""
HANDLED = """@app.exception_handler(UpstreamRateLimited)
def answer(request: Request, error: UpstreamRateLimited):
    return JSONResponse({}, status_code=%d)
"""
ISSUER = """import jwt
@app.post("/login/%s")
def issue(token=Depends(%s)):
    return jwt.encode({"sub": "a"}, "k", algorithm="HS256")
"""


@pytest.mark.parametrize(
    ("raised", "handler", "verdict"),
    [
        ("UpstreamRateLimited()", "", "not_met"),
        ("UpstreamRateLimited()", HANDLED % 502, "not_met"),
        ("UpstreamRateLimited()", HANDLED % 429, "met"),
        ("TooMany", "", "met"),
        ("HTTPException(status_code=429)", "", "met"),
    ],
)
def test_only_who_is_answered_with_429_is_limited(raised, handler, verdict):
    classes = (
        "class UpstreamRateLimited(Exception): ...\n"
        "class TooMany(Exception):\n    status_code = 429\n"
    )
    found = facts(HEAD + classes + handler + LOGIN.format(raised=raised))
    assert rate_limit_auth.judge(found).verdict.value == verdict


@pytest.mark.parametrize(
    ("asks", "count"), [("HTTPBearer()", 0), ("Request", 1)], ids=["who is in", "anybody"]
)
@pytest.mark.parametrize("path", ["session", "token"])
def test_an_issuer_is_no_login_for_who_is_in_whatever_its_path(path, asks, count):
    assert len(facts(HEAD + ISSUER % (path, asks)).limits.logins) == count


@pytest.mark.parametrize(
    ("made", "count"),
    [
        ("def get_auth_router(): return APIRouter()\n", 0),
        ("from fastapi_users import get_auth_router\n", 1),
    ],
    ids=["the project's", "a library's"],
)
def test_a_router_of_a_library_is_no_function_of_the_project(made, count):
    found = facts(f"{HEAD}{made}app.include_router(get_auth_router())\n")
    assert len(list(has_bodies(found))) == count
    assert len(found.limits.library_logins) == count


@pytest.mark.parametrize(
    ("library", "count"),
    [
        ("healthcare_sdk.routers", 0),
        ("wealthhealthy.api", 0),
        ("fastapi_healthz", 1),
        ("company.HealthRouter", 1),
        ("dockerflow.fastapi", 1),
    ],
)
def test_a_probe_of_a_library_is_named_so_by_a_whole_word(library, count):
    source = f"{HEAD}from {library} import router\napp.include_router(router)\n"
    assert len(health_places(facts(source))) == count


@pytest.mark.parametrize(
    ("enabled", "count"), [("bool = False", 0), ("bool = True", 1), ("bool", 1)]
)
def test_a_dependency_under_a_switch_counts_as_shipped(enabled, count):
    source = f"""{HEAD}from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    auth_enabled: {enabled}
settings = Settings()
def user(): ...
@app.get("/items", dependencies=[Depends(user)] if settings.auth_enabled else [])
def items(): ...
"""
    (route,) = facts(source).routes
    assert len(route.dependencies) == count
