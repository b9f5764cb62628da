"""Routes that are called after tokens and take nothing that tells what for."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

SOURCE = """from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Asked(BaseModel):
    harbour: str
@app.{method}("{path}")
def exchange(asked: Asked) -> str: ...
"""


@pytest.mark.parametrize(
    ("method", "path", "verdict"),
    [
        ("post", "/harbour/token", "unknown"),
        ("post", "/harbour/tides", "not_applicable"),
        ("post", "/token/validate", "not_applicable"),
        ("get", "/harbour/token", "not_applicable"),
    ],
)
def test_it_is_open_whether_they_are_logins(method, path, verdict):
    assert judge(facts(SOURCE.format(method=method, path=path))).verdict.value == verdict
