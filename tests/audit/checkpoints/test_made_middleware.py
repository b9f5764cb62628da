"""Middleware that is no name of a function, but what makes one, or an object."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import rate_limit_auth

APP = """from functools import partial
from fastapi import Depends, FastAPI
from fastapi.responses import JSONResponse
from fastapi.security import OAuth2PasswordRequestForm
from starlette.middleware.base import BaseHTTPMiddleware
app = FastAPI()
@app.post("/login")
def log_in(form: OAuth2PasswordRequestForm = Depends()): ...
class Counter:
    def __init__(self, most=9):
        self.most = most
    async def __call__(self, request, call_next):
        return await self.count(request, call_next)
    async def count(self, request, call_next):
        if request.client.host in seen:
            return JSONResponse({}, 429)
        return await call_next(request)
    async def look(self, request, call_next):
        return await call_next(request)
def make(most=9, counter=None):
    async def counting(request, call_next):
        if request.client.host in seen:
            return JSONResponse({}, 429)
        return await call_next(request)
    async def looking(request, call_next):
        return await call_next(request)
    return %s
async def counted(most, request, call_next):
    return JSONResponse({}, 429)
counter = Counter()
made = make()
"""


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ('app.middleware("http")(make(9))', "met"),
        ('app.middleware("http")(made)', "met"),
        ('app.middleware("http")(counter)', "met"),
        ('app.middleware("http")(Counter(2))', "met"),
        ('app.middleware("http")(counter.count)', "met"),
        ('app.middleware("http")(partial(counted, 9))', "met"),
        ("app.add_middleware(BaseHTTPMiddleware, dispatch=make())", "met"),
        ("app.add_middleware(BaseHTTPMiddleware, dispatch=counter)", "met"),
        ('app.middleware("http")(counter.look)', "not_met"),
        ("app.add_middleware(BaseHTTPMiddleware, dispatch=counter.look)", "not_met"),
        ("unused = make()", "not_met"),
    ],
)
def test_what_is_called_for_each_request(line, verdict):
    found = facts(APP % "counting" + line + "\n")
    assert rate_limit_auth.judge(found).verdict.value == verdict


def test_only_what_a_maker_returns_is_called():
    found = facts(APP % "looking" + 'app.middleware("http")(make())\n')
    assert rate_limit_auth.judge(found).verdict.value == "not_met"


def test_what_makes_a_middleware_inside_of_a_function():
    source = APP % "counting" + "def add(app):\n    limit = make()\n"
    source += '    app.middleware("http")(limit)\nadd(app)\n'
    assert rate_limit_auth.judge(facts(source)).verdict.value == "met"
