"""Lists that loops fill which go as far as the source says."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

SOURCE = """from datetime import date, timedelta
from fastapi import FastAPI
app = FastAPI()
DAYS = 7
@app.get("/counts")
def counts(days: int = 7) -> list[dict[str, int]]:
    last = [date.today() - timedelta(days=each) for each in range(DAYS - 1, -1, -1)]
    found = []
{body}
    return found
"""


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("    for each in last:\n        found.append({'n': rows.count(each)})", False),
        ("    for each in range(3):\n        for day in last: found.append({'n': each})", False),
        ("    for place, each in enumerate(last):\n        found.insert(place, {'n': 1})", False),
        ("    found.append({'n': len(found)})", False),
        ("    for each in range(days):\n        found.append({'n': each})", True),
        ("    for each in rows.all():\n        found.append({'n': each})", True),
        (
            "    for day in last:\n        for each in rows.of(day):\n            found.append(each)",
            True,
        ),
        ("    for day in last:\n        found.extend(rows.of(day))", True),
        ("    for day in last:\n        found += rows.of(day)", True),
        ("    while rows.more():\n        found.append(rows.next())", True),
        ("    rows.fill(found)", True),
        ("    found = rows.all()", True),
    ],
)
def test_a_list_is_as_long_as_the_loops_that_fill_it(body, is_found):
    assert bool(lines(RULE, SOURCE.format(body=body))) == is_found
