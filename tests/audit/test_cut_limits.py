"""What counts as the most that a limit may be."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """from fastapi import FastAPI
from app.config import settings
app = FastAPI()
MOST = 100
"""
READ = """@app.get("/")
def read(limit: int = 20) -> list[str]:
    rows = load(limit)
    if {}:
        raise ValueError
    return rows
"""


@pytest.mark.parametrize(
    "test",
    [
        "len(rows) < limit",
        "limit > len(rows)",
        "rows.total < limit",
        "total < limit",
        "limit > True",
        "limit < 1",
        "limit > climax",
    ],
)
def test_what_is_counted_is_no_bound(test):
    assert lines(RULE, TOP + READ.format(test)) == [6]


@pytest.mark.parametrize(
    "test",
    [
        "limit > 100",
        "limit > MOST",
        "MOST * 2 <= limit",
        "not 1 <= limit <= MOST",
        "limit > settings.max_page_size",
        "limit > settings.page_size_max",
    ],
)
def test_what_is_set_is_a_bound(test):
    assert not lines(RULE, TOP + READ.format(test))
