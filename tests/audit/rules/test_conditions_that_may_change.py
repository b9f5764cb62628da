"""Conditions of access that look settled, and are not."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.tautological_comparison import RULE

TOP = """import redis.asyncio as redis
from fastapi import HTTPException
try:
    from app.paid import verify_pass
except ImportError:
    verify_pass = None
def may_dock(): ...
cache = redis.Redis()
"""
PAID = "def verify_pass(boat): ...\n"
LINE = TOP.count("\n") + 2
REFUSED = "        raise HTTPException(status_code=403)\n"


def found(condition: str) -> list[int]:
    top = f"{TOP}async def route(boat, sailor, stream):\n"
    files = {
        "app/__init__.py": "",
        "app/paid.py": PAID,
        "app/main.py": f"{top}    if {condition}:\n{REFUSED}",
    }
    return lines(RULE, files)


@pytest.mark.parametrize(
    "condition",
    [
        "verify_pass and boat.locked",
        'stream.read(1) != "P" or stream.read(1) != "K"',
        'allowed(sailor.role == "captain" or "guest")',
        "cache.lock(boat)",
        "cache.pipeline()",
        "cache.get_connection_kwargs()",
    ],
)
def test_what_may_change_is_left_alone(condition: str) -> None:
    assert found(condition) == []


@pytest.mark.parametrize(
    "condition",
    [
        "not may_dock",
        "cache.exists(boat)",
        'sailor.get("role") != "cook" or sailor.get("role") != "captain"',
        'sailor.role.lower() != "cook" or sailor.role.lower() != "captain"',
        'allowed(boat) and (sailor.role == "cook" or "captain")',
    ],
)
def test_what_is_settled_is_found(condition: str) -> None:
    assert found(condition) == [LINE]
