from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.token_lifetime import RULE

CONFIG = """from datetime import timedelta
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    access_token_seconds: int = {access}
    refresh_token_days: int = {refresh}
    reset_token_hours: int = 48
settings = Settings()
"""
TOKENS = """import datetime as dt
from enum import StrEnum
import jwt
from app.config import settings
class Kind(StrEnum):
    ACCESS = "access"
    REFRESH = "refresh"
class Codec:
    def sign(self, kind: Kind, *, seconds: float) -> str:
        payload = {"sub": "x", "exp": dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)}
        return jwt.encode(payload, "k", algorithm="HS256")
def login(codec: Codec):
    access = codec.sign(Kind.ACCESS, seconds=settings.access_token_seconds)
    refresh = codec.sign(Kind.REFRESH, seconds=settings.refresh_token_days * 86_400)
    return access, refresh
def reset_password(codec: Codec):
    return codec.sign(Kind.ACCESS, seconds=settings.reset_token_hours * 3600)
"""


@pytest.mark.parametrize(
    ("access", "refresh", "found"),
    [
        ("900", "7", []),
        ("1800", "7", []),
        ("1801", "7", [4]),
        ("60 * 60", "7", [4]),
        ("900", "8", [5]),
        ("3600", "30", [4, 5]),
    ],
)
def test_settings(access, refresh, found):
    config = CONFIG.format(access=access, refresh=refresh)
    result = findings(RULE, {"app/config.py": config, "app/tokens.py": TOKENS})
    assert [(each.path, each.line) for each in result] == [
        ("app/config.py", each) for each in found
    ]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("jwt.encode({'sub': 'x'}, k)", [3]),
        ("jwt.encode({'sub': 'x', 'exp': time.time() + 3600}, k)", [3]),
        ("jwt.encode({'sub': 'x', 'exp': time.time() + 600}, k)", []),
        ("jwt.encode(claims, k)", []),
        ("DAYS = 1\njwt.encode({'exp': time.time() + DAYS * 86400}, k)", [3]),
        ("def download_link():\n    return jwt.encode({'exp': time.time() + 86400}, k)", []),
    ],
)
def test_literals(source, found):
    assert lines(RULE, f"import time\nimport jwt\n{source}\n") == found


def test_days_are_told_without_a_tail_of_digits():
    config = CONFIG.format(access="600_000", refresh="7")
    (found,) = findings(RULE, {"app/config.py": config, "app/tokens.py": TOKENS})

    assert found.message == "An access token of 6.94 days: 30 minutes are enough."
