"""Limits where passwords are checked elsewhere, and people come back with a code."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.checkpoints.rate_limit_auth import judge
from fastscaffold.audit.rules.rate_limit_on_login import RULE

HEAD = """from fastapi import APIRouter, FastAPI, Request
from slowapi import Limiter
limiter = Limiter(key_func=str)
app = FastAPI()
router = APIRouter(prefix="/auth")
"""
TAIL = "app.include_router(router)\n"
EXCHANGE = "def f(request: Request): return osm.callback(request)\n"
LOGIN = "@app.post('/login')\ndef log_in(password: str): ...\n"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("@router.get('/callback')\ndef f(r: Request): return osm.callback(r)\n", "not_met"),
        ("@router.get('/callback/')\ndef f(r: Request): return o.fetch_token(r)\n", "not_met"),
        ("@app.get('/callback')\nasync def sso(r): await c.authorize_access_token(r)\n", "not_met"),
        (f"@router.get('/callback')\n@limiter.limit('5/minute')\n{EXCHANGE}", "met"),
        # By SAML.
        ("@router.post('/acs')\ndef f(r: Request): Auth(r).process_response()\n", "not_met"),
        ("@app.post('/acs')\ndef f(r): client.parse_authn_request_response(r)\n", "not_met"),
        ("@app.post('/jobs')\ndef f(r: Request): Job(r).process_response()\n", "no"),
        # What is called back by others logs nobody in.
        ("@app.post('/payments/callback')\ndef paid(r: Request): bank.callback(r)\n", "no"),
        ("@router.get('/callback')\ndef f(r: Request): return render(r)\n", "no"),
        ("@router.get('/me')\ndef f(r: Request): return osm.get_token(r)\n", "no"),
        # Passwords are what is guessed.
        (
            "@router.get('/callback')\ndef f(r: Request): return osm.callback(r)\n"
            + LOGIN.replace("def", "@limiter.limit('5/minute')\ndef"),
            "met",
        ),
    ],
)
def test_it_judges(source, verdict):
    found = judge(facts(HEAD + source + TAIL)).verdict.value
    assert found == ("not_applicable" if verdict == "no" else verdict)


def test_the_rule_is_about_passwords_only():
    source = "@router.get('/callback')\ndef f(r: Request): return osm.callback(r)\n"
    assert lines(RULE, HEAD + source + TAIL) == []
