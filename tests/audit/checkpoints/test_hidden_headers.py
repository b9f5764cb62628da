"""Headers that a proxy takes away from what the application sends."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.security_headers import judge


@pytest.mark.parametrize(
    ("directive", "verdict"),
    [
        ("proxy_hide_header Strict-Transport-Security;", "not_met"),
        ('add_header Strict-Transport-Security "max-age=31536000";', "partial"),
    ],
)
def test_they_are_not_set(directive, verdict):
    files = {
        "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
        "nginx/nginx.conf": f"server {{\n  {directive}\n}}\n",
    }
    assert judge(facts(files)).verdict.value == verdict


OPTIONAL = """from fastapi import FastAPI
from pydantic_settings import BaseSettings
from starlette.middleware.base import BaseHTTPMiddleware
class Settings(BaseSettings):
    on: bool = True
    off: bool = False
settings = Settings()
class Headers(BaseHTTPMiddleware):
    def __init__(self, app, hsts: bool = False, age: int = 1):
        super().__init__(app)
        self.hsts = hsts
        self.age = age
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["X-Frame-Options"] = "DENY"
        if {test}:
            response.headers["Strict-Transport-Security"] = f"max-age={{self.age}}"
        return response
app = FastAPI()
app.add_middleware(Headers{given})
"""


@pytest.mark.parametrize(
    ("given", "test", "verdict"),
    [
        ("", "self.hsts", "partial"),
        (", hsts=settings.off", "self.hsts", "partial"),
        (", hsts=settings.off, age=2", "self.hsts and self.age", "partial"),
        (", hsts=settings.on", "self.hsts", "met"),
        (", hsts=True", "self.hsts", "met"),
        (", hsts=settings.on", "not self.hsts", "partial"),
        (", hsts=asked()", "self.hsts", "met"),
        (", **options", "self.hsts", "met"),
        ("", "request.url.scheme == 'https'", "met"),
        (", age=None", "self.age is not None", "partial"),
        (", age=None", "self.age is None", "met"),
        ("", "self.age is not None", "met"),
    ],
)
def test_what_a_middleware_sets_only_if_it_is_told_to(given, test, verdict):
    found = facts(OPTIONAL.format(given=given, test=test))
    assert judge(found).verdict.value == verdict
