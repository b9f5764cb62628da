"""Words of configuration that only look like the limit of a proxy."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

MAIN = """from fastapi import Depends, FastAPI
from fastapi.security import OAuth2PasswordRequestForm
app = FastAPI()
@app.post("/login")
def login(form: OAuth2PasswordRequestForm = Depends()): ...
"""


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("conf/client.yml", "rate_limits_share: 100.0\n", "not_met"),
        ("conf/client.yml", "rate_limit_seconds: 3\n", "not_met"),
        ("Caddyfile", ":80 {\n  rate_limit {\n    zone all {}\n  }\n}\n", "met"),
        ("Caddyfile", ":80 {\n  rate_limit{\n    zone all {}\n  }\n}\n", "met"),
        ("Caddyfile", ":80 {\n  rate_limit * 5r/s\n}\n", "met"),
        ("nginx.conf", "limit_req zone=login burst=5;\n", "met"),
    ],
)
def test_a_limit_is_a_directive(path, text, verdict):
    assert judge(facts({"app/main.py": MAIN, path: text})).verdict.value == verdict
