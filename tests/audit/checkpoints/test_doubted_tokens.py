"""Texts that may be tokens leave verdicts on tokens open."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import jwt_secret, token_expiry

SOURCE = """from fastapi import FastAPI
{imported}
app = FastAPI()
@app.post("/sessions")
def begin() -> str:
    return {made}
"""


@pytest.mark.parametrize(
    ("imported", "made", "key", "ends"),
    [
        ("import secrets", "secrets.token_urlsafe()", "not_applicable", "unknown"),
        ("from secrets import token_hex as draw", "draw(16)", "not_applicable", "unknown"),
        (
            "from itsdangerous import URLSafeTimedSerializer",
            "URLSafeTimedSerializer(key).dumps(1)",
            "not_applicable",
            "unknown",
        ),
        ("from jose import jwe", "jwe.encrypt(b'', key)", "unknown", "unknown"),
        ("import secrets", "secrets.choice('ab')", "not_applicable", "not_applicable"),
        ("def token_urlsafe(): ...", "token_urlsafe()", "not_applicable", "not_applicable"),
    ],
)
def test_a_text_that_may_be_a_token_is_not_passed_over(imported, made, key, ends):
    found = facts({"app/main.py": SOURCE.format(imported=imported, made=made)})

    assert jwt_secret.judge(found).verdict.value == key
    assert token_expiry.judge(found).verdict.value == ends
