"""Rules that say what a checkpoint says, whose tests show the cases."""

from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules import rule

APP = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/')\ndef read(): ...\n"


@pytest.mark.parametrize("name", ["https-enforced", "security-headers", "dependency-scanning"])
def test_what_is_missing_is_told_once_where_the_application_is_made(name):
    assert lines(rule(name), APP) == [3]
    assert lines(rule(name), {"app/main.py": APP, "app/admin.py": APP}) == [3]


@pytest.mark.parametrize("name", ["https-enforced", "security-headers", "dependency-scanning"])
def test_without_an_application_nothing_is_missing(name):
    assert lines(rule(name), "x = 1\n") == []


def test_a_platform_may_end_tls():
    files = {"app/main.py": APP, "vercel.json": "{}"}
    assert findings(rule("https-enforced"), files) == []


def test_each_login_is_told_at_its_function():
    source = (
        "from fastapi import APIRouter, FastAPI\nfrom pydantic import BaseModel\n"
        "class Credentials(BaseModel):\n    email: str\n    password: str\n"
        "router = APIRouter(prefix='/auth')\n"
        "@router.post('/login')\ndef login(credentials: Credentials): ...\n"
        "@router.post('/logout')\ndef logout(): ...\n"
        "app = FastAPI()\napp.include_router(router)\n"
    )
    assert lines(rule("rate-limit-on-login"), source) == [8]


def test_each_body_is_told_at_its_parameter():
    source = (
        "from fastapi import FastAPI\napp = FastAPI()\n"
        "@app.post('/a')\ndef a(\n    number: int,\n    payload: dict,\n): ...\n"
        "@app.post('/hook')\nasync def hook(request): await request.json()\n"
    )
    assert lines(rule("input-validated"), source) == [6]
