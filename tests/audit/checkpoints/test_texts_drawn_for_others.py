"""Texts that are drawn for keys, traces and files: none of them is a token that ends."""

from __future__ import annotations

import ast

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge
from fastscaffold.audit.facts.tokens import opaque
from fastscaffold.audit.walking import walk

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
        ("def f(user):\n    user.password = secrets.token_hex(8)\n", "not_applicable"),
        ("def f():\n    return dict(digest=f'sha256:{secrets.token_hex(32)}')\n", "not_applicable"),
        ("def f():\n    db_path = DATA / f'{secrets.token_hex(8)}.db'\n", "not_applicable"),
        # Functions that are about a password, and links and codes by which a new one is set.
        (
            "def forgot_password(d, m):\n    code = secrets.token_hex()\n    d[code] = m\n",
            "unknown",
        ),
        ("def issue_for_password():\n    value = secrets.token_hex()\n", "unknown"),
        ("def of_path():\n    return secrets.token_hex()\n", "unknown"),
        ("class Password:\n    def make(self): return secrets.token_hex()\n", "unknown"),
        ("def f():\n    reset_password = secrets.token_hex()\n", "unknown"),
        ("def f():\n    password_code = secrets.token_hex()\n", "unknown"),
        ("def f():\n    reset_path = f'/r/{secrets.token_hex()}'\n", "unknown"),
        ("def f():\n    send(f'https://a.example/password?c={secrets.token_hex()}')\n", "unknown"),
        ("def f():\n    send(f'https://a.example/path/{secrets.token_hex()}')\n", "unknown"),
    ],
)
def test_what_is_drawn_for_something_else_is_no_token(source, verdict):
    assert judge(facts(HEAD + source)).verdict.value == verdict


def test_many_texts_are_looked_for_in_one_walk(monkeypatch):
    walked = []
    monkeypatch.setattr(opaque, "walk", lambda *given: walked.append(given) or walk(*given))
    drawn = "".join(f"v{place} = secrets.token_hex()\n" for place in range(50))
    project = facts(HEAD + drawn)
    assert len(opaque.possible_tokens(project)) == 50
    assert sum(isinstance(node, ast.Module) for node, *_ in walked) == 1
