"""Refresh tokens that are drawn, and kept in a table that no class of the project stands for."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.token_lifetime import RULE

_TOP = """import secrets
import jwt
from datetime import UTC, datetime, timedelta
def sign(user):
    end = datetime.now(UTC) + timedelta(minutes=5)
    return jwt.encode({'sub': user, 'exp': end}, KEY, algorithm='HS256')
"""


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            (
                "def make_refresh_token(user):\n"
                "    raw = secrets.token_urlsafe(64)\n"
                "    expires_at = datetime.now(UTC) + timedelta(days=14)\n"
                "    return raw, expires_at\n"
            ),
            9,
        ),
        ("def refresh_expires_at():\n    return datetime.now(UTC) + timedelta(days=14)\n", 8),
        (
            (
                "def rotate_refresh_token(old):\n"
                "    expires = datetime.now(UTC) + timedelta(days=30)\n"
                "    insert(secrets.token_hex(32), expires)\n"
            ),
            8,
        ),
    ],
)
def test_they_end_too_late(source: str, line: int):
    assert lines(RULE, _TOP + source) == [line]


@pytest.mark.parametrize(
    "source",
    [
        "def make_refresh_token():\n    expires_at = datetime.now(UTC) + timedelta(days=7)\n",
        "def make_invitation():\n    expires_at = datetime.now(UTC) + timedelta(days=14)\n",
        "def refresh_cache():\n    expires_at = datetime.now(UTC) + timedelta(days=14)\n",
        (
            "def refresh_token_of(answer):\n"
            "    expires_at = datetime.now(UTC) + timedelta(seconds=answer['expires_in'])\n"
        ),
    ],
)
def test_others_are_left_alone(source: str):
    assert lines(RULE, _TOP + source) == []
