"""Middleware in modules that no application loads."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import cors, rate_limit_auth

APP = """from fastapi import Depends, FastAPI
from fastapi.security import OAuth2PasswordRequestForm
{line}app = FastAPI()
@app.post("/login")
def log_in(form: OAuth2PasswordRequestForm = Depends()): ...
"""
THROTTLE = """from fastapi.middleware.cors import CORSMiddleware
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
from app.missing import app
limiter = Limiter(key_func=str, default_limits=["9/minute"])
app.add_middleware(SlowAPIMiddleware)
app.add_middleware(CORSMiddleware, allow_origins=["*"])
"""


@pytest.mark.parametrize(
    ("line", "limits", "origins"),
    [("", "not_met", "unknown"), ("import app.throttle\n", "met", "not_met")],
)
def test_what_nothing_loads_gives_no_middleware(line, limits, origins):
    found = facts({"app/main.py": APP.format(line=line), "app/throttle.py": THROTTLE})
    assert rate_limit_auth.judge(found).verdict.value == limits
    assert cors.judge(found).verdict.value == origins


def test_what_starts_the_application_gives_it():
    source = THROTTLE.replace("app.missing", "app.main")
    found = facts({"app/main.py": APP.format(line=""), "app/throttle.py": source})
    assert rate_limit_auth.judge(found).verdict.value == "met"
