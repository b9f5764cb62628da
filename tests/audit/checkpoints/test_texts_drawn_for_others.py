"""Texts that are drawn for keys, traces and files: none of them is a token that ends."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

HEAD = "import secrets\nfrom fastapi import FastAPI\napp = FastAPI()\n"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("def f(): return dict(trace_id=secrets.token_hex(16))\n", "not_applicable"),
        ("class ApiKey:\n    def make(self): return secrets.token_urlsafe(32)\n", "not_applicable"),
        (
            "def store():\n    file_name = secrets.token_hex(8)\n    return file_name\n",
            "not_applicable",
        ),
        ("seed_bytes = secrets.token_bytes(16)\n", "not_applicable"),
        ("def f(): return dict(nonce=secrets.token_urlsafe(16))\n", "not_applicable"),
        ("def f(): return dict(seeded=secrets.token_urlsafe(16))\n", "unknown"),
        ("def new_token():\n    salt = secrets.token_hex(8)\n    return salt\n", "unknown"),
        ("def f():\n    session_id = secrets.token_hex(8)\n    return session_id\n", "unknown"),
        ("def f():\n    return secrets.token_hex(8)\n", "unknown"),
        ("def f():\n    return secrets.token_hex(4)\n", "not_applicable"),
        ("def f(n):\n    return secrets.token_hex(n)\n", "unknown"),
        ("def f():\n    return f'chatcmpl-{secrets.token_hex(12)}'\n", "not_applicable"),
        ("def f():\n    return f'session-{secrets.token_hex(12)}'\n", "unknown"),
        ("def f(s):\n    s['csrf_token'] = secrets.token_hex()\n", "not_applicable"),
        ("def f(s):\n    s['token'] = secrets.token_hex()\n", "unknown"),
        ("def f():\n    make(password=secrets.token_urlsafe(32))\n", "not_applicable"),
        ("def f():\n    make(password_token=secrets.token_urlsafe(32))\n", "unknown"),
        ("def f(d):\n    d['SECRET_KEY'] = secrets.token_hex()\n", "not_applicable"),
        ("def f(d):\n    d['SECRET'] = secrets.token_hex()\n", "unknown"),
        ("def f():\n    job_id = secrets.token_hex(8)\n", "not_applicable"),
    ],
)
def test_what_is_drawn_for_something_else_is_no_token(source, verdict):
    assert judge(facts(HEAD + source)).verdict.value == verdict
