"""Tokens that are valid for too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.checkpoints.token_expiry import told, too_long
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Each place that decides a lifetime beyond the limit."""
    seen: set[tuple[str, int]] = set()
    for place, lifetime in too_long(facts):
        # What several kinds of tokens live by is mended once.
        if (place.path, place.line) in seen:
            continue
        seen.add((place.path, place.line))
        limit = "7 days" if lifetime.purpose == "refresh" else "30 minutes"
        text = told(lifetime)
        article = "An" if text.startswith("access") else "A"
        yield Hit(place, f"{article} {text}: {limit} are enough.", lifetime.symbol)


RULE = Rule(
    id="SEC002",
    name="token-lifetime",
    severity=Severity.P0,
    topic="security",
    seed="Access <=30 min, refresh <=7 d",
    what="The `exp` of tokens that are signed, computed through settings, parameters and"
    " `timedelta`: access tokens of more than 30 minutes, refresh tokens of more than 7 days,"
    " and tokens without an end. Tokens that reset passwords, confirm addresses or invite are"
    " left alone.",
    why="A token cannot be taken back: whoever gets hold of one is that user until it ends.",
    bad={
        "app/tokens.py": """from datetime import UTC, datetime, timedelta

import jwt

ACCESS_TOKEN_MINUTES = 60 * 24 * 8


def sign(user: str, key: str) -> str:
    end = datetime.now(UTC) + timedelta(minutes=ACCESS_TOKEN_MINUTES)
    return jwt.encode({"sub": user, "exp": end}, key, algorithm="HS256")
"""
    },
    good={
        "app/tokens.py": """from datetime import UTC, datetime, timedelta

import jwt

ACCESS_TOKEN_MINUTES = 15


def sign(user: str, key: str) -> str:
    end = datetime.now(UTC) + timedelta(minutes=ACCESS_TOKEN_MINUTES)
    return jwt.encode({"sub": user, "exp": end}, key, algorithm="HS256")
"""
    },
    fix="Let access tokens end after 30 minutes at most, and hand out new ones for a refresh"
    " token of at most 7 days.",
    check=check,
)
