"""Lists that are made of the result of a statement, and statements that give one row."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """from fastapi import FastAPI
from sqlmodel import Session, func, select
from app.tables import Boat, engine
app = FastAPI()
@app.get('/boats')
def read(cursor, session: Session):
"""
HELPER = """    return [{'id': boat.id} for boat in ask(1)]
def ask(owner):
    with Session(engine) as session:
        statement = select(Boat.id, Boat.name).where(Boat.owner == owner)
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    return [boat.name for boat in session.exec(select(Boat))]\n", 1),
        ("    asked = select(Boat)\n    return [each for each in session.execute(asked)]\n", 1),
        (f"{HELPER}        results = session.exec(statement)\n        return results\n", 1),
        (
            f"{HELPER}        results = session.exec(statement.limit(9))\n        return results\n",
            0,
        ),
        (f"{HELPER}        results = session.exec(statement)\n        return results.one()\n", 0),
        (
            (
                f"{HELPER}        result = session.exec(statement)\n        result = result.one()\n"
                "        return result\n"
            ),
            0,
        ),
        ("    cursor.execute('pragma compile_options')\n    return cursor.fetchall()\n", 0),
        ("    cursor.execute('SELECT id FROM boats')\n    return cursor.fetchall()\n", 1),
        ("    cursor.execute('SELECT COUNT(id) FROM boats')\n    return cursor.fetchall()\n", 0),
        (
            (
                "    cursor.execute('select min(a) as b, max(a) c from boats')\n"
                "    return cursor.fetchall()\n"
            ),
            0,
        ),
        (
            (
                "    cursor.execute('select count(id), owner_id from boats group by owner_id')\n"
                "    return cursor.fetchall()\n"
            ),
            1,
        ),
        (
            (
                "    cursor.execute('select count(*) over (), id from boats')\n"
                "    return cursor.fetchall()\n"
            ),
            1,
        ),
    ],
)
def test_results_are_rows_unless_they_are_cut_or_summed(body, found):
    assert len(lines(RULE, TOP + body)) == found
