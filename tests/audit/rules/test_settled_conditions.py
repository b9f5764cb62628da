"""Conditions of access that always turn out the same."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.tautological_comparison import RULE

TOP = """import redis.asyncio as redis
from contextlib import asynccontextmanager
from fastapi import HTTPException
class Sailor:
    role: str
    def is_captain(self): ...
    @property
    def is_cook(self): ...
async def owns(boat): ...
@asynccontextmanager
async def opened(boat): ...
def may_dock(): ...
cache = redis.Redis()
"""
LINE = TOP.count("\n") + 2
REFUSED = "        raise HTTPException(status_code=403)\n"


@pytest.mark.parametrize(
    "condition",
    [
        "owns(boat)",
        "not owns(boat)",
        "boat and not owns(boat)",
        "not cache.get(boat)",
        "not may_dock",
        "not sailor.is_captain",
        'sailor.role == "cook" or "captain"',
        'not (sailor.role == "cook" or "captain")',
        'sailor.role not in ("cook" or "captain")',
        'sailor.role != ("cook" or "captain")',
        'sailor.role != "cook" or sailor.role != "captain"',
        "sailor.role != Role.COOK or sailor.role != Role.CAPTAIN",
        'sailor.role == "cook" and sailor.role == "captain"',
    ],
)
def test_it_finds(condition):
    source = f"{TOP}async def dock(boat, sailor: Sailor):\n    if {condition}:\n{REFUSED}"
    assert lines(RULE, source) == [LINE]


@pytest.mark.parametrize(
    "condition",
    [
        "not await owns(boat)",
        "not await cache.get(boat)",
        "opened(boat)",
        "not may_dock()",
        "not sailor.is_captain()",
        "not sailor.is_cook",
        'sailor.role == "cook" or sailor.role == "captain"',
        'sailor.role not in ("cook", "captain")',
        'sailor.role != "cook" and sailor.role != "captain"',
        'sailor.role != "cook" or boat.role != "captain"',
        "sailor.role != cook or sailor.role != captain",
        'boat == (sailor or "captain")',
    ],
)
def test_it_leaves_alone(condition):
    source = f"{TOP}async def dock(boat, sailor: Sailor):\n    if {condition}:\n{REFUSED}"
    assert lines(RULE, source) == []


def test_a_coroutine_that_a_name_holds():
    source = f"{TOP}async def dock(boat):\n    found = owns(boat)\n    if not found:\n{REFUSED}"
    assert lines(RULE, source) == [LINE + 1]


def test_one_that_is_awaited_later():
    source = (
        f"{TOP}async def dock(boat):\n    task = owns(boat)\n    if task:\n"
        f"        await task\n{REFUSED}"
    )
    assert lines(RULE, source) == []
    assert lines(RULE, source.replace("await task", "print(boat)")) == [LINE + 1]


def test_one_that_is_asked_for_only_sometimes():
    source = f"{TOP}async def dock(boat):\n    found = owns(boat) if boat else None\n"
    assert lines(RULE, f"{source}    if found:\n{REFUSED}") == []


def test_what_is_no_question_of_access_is_left_alone():
    source = (
        f"{TOP}async def paint(boat):\n    if boat.colour == 'red' or 'blue':\n        print()\n"
    )
    assert lines(RULE, source) == []


OBJECT = """from typing import Generic, TypeVar
T = TypeVar("T")
class Rows(Generic[T]): ...
class Users(Rows[str]):
    async def authenticate(self, name):
        row = await self.find(name)
        {before}
        if not {asked}:
            return None
        return row
user = {made}
"""


@pytest.mark.parametrize(
    ("made", "asked", "before", "found"),
    [
        ("Users()", "user", "", [8]),
        ("Users()", "row", "", []),
        ("Users()", "user", "user = row", []),
        ("Users()", "user", "from somewhere import user", []),
        ("Users()", "user", "global user", []),
        ("Others()", "user", "", []),
        ("None", "user", "", []),
    ],
)
def test_an_object_of_the_module(made, asked, before, found):
    source = OBJECT.format(made=made, asked=asked, before=before or "...")
    assert lines(RULE, source) == found
    counted = source.replace("(Generic[T]): ...", ":\n    def __len__(self): return 0")
    assert lines(RULE, counted) == []
