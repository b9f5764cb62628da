"""fastapi-guard, whose middleware limits unless it is told not to."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

APP = """from fastapi import FastAPI
from guard import SecurityConfig, SecurityMiddleware
app = FastAPI()
config = SecurityConfig({})
app.add_middleware(SecurityMiddleware, config=config)
@app.post("/login")
def log_in(name: str, password: str): ...
"""


@pytest.mark.parametrize(
    ("options", "verdict"),
    [
        ("", "met"),
        ("rate_limit=100, rate_limit_window=60", "met"),
        ("enable_rate_limiting=True", "met"),
        ("enable_rate_limiting=False", "not_met"),
    ],
)
def test_it_limits_by_default(options, verdict):
    assert judge(facts(APP.format(options))).verdict.value == verdict
