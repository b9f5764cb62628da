"""Keys that are empty by default, and used only where somebody gave one."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

SOURCE = """import jwt
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    key: str
    second: str = ""
settings = Settings()
def read(token, key):
    return jwt.decode(token, key, algorithms=["HS256"])
def logged_in(token):
    first = read(token, settings.key)
    {body}
"""


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("if settings.second: return read(token, settings.second)", "unknown"),
        (
            "if not first and settings.second:\n        return read(token, settings.second)",
            "unknown",
        ),
        (
            "if not settings.second: return first\n    return read(token, settings.second)",
            "unknown",
        ),
        ("if settings.second: return jwt.decode(token, settings.second, ['HS256'])", "unknown"),
        ("if not settings.second: pass\n    return read(token, settings.second)", "not_met"),
        ("if settings.key: return read(token, settings.second)", "not_met"),
        ("if settings.second or first: return read(token, settings.second)", "not_met"),
        ("return read(token, settings.second)", "not_met"),
    ],
)
def test_a_second_key(body, verdict):
    assert judge(facts(SOURCE.format(body=body))).verdict.value == verdict
