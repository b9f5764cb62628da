"""Lists that are made by going through a cursor of a driver that was told what to select."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """import psycopg
from fastapi import FastAPI
app = FastAPI()
def connection():
    return psycopg.connect('dbname=boats')
def read(sql, values=()):
    with connection() as opened:
        cursor = opened.cursor()
        cursor.execute(sql, values)
        return list(cursor)
@app.get('/boats')
def boats(owner: int, limit: int = 20):
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    return read('SELECT id FROM boats WHERE owner = %s', (owner,))\n", 1),
        (
            "    rows = read('SELECT id FROM boats')\n    return [{'id': row[0]} for row in rows]\n",
            1,
        ),
        ("    return read('SELECT id FROM boats LIMIT 20')\n", 0),
        ("    return read('SELECT COUNT(*) FROM boats')\n", 0),
        ("    return read('SELECT id FROM boats WHERE id = 1')[0]\n", 0),
        (
            (
                "    sql = 'SELECT id FROM boats'\n    sql += ' LIMIT %s'\n"
                "    return read(sql, (min(limit, 20),))\n"
            ),
            0,
        ),
        ("    sql = 'SELECT id FROM boats'\n    sql += ' ORDER BY id'\n    return read(sql)\n", 1),
        ("    sql, values = build(owner, 20)\n    return read(sql, values)\n", 0),
    ],
)
def test_rows_that_a_helper_takes_from_a_cursor_are_rows(body, found):
    source = TOP.replace(", limit: int = 20", "") if "limit," not in body else TOP
    assert len(lines(RULE, source + body)) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("cursor.execute('SELECT id FROM boats')\n    return [row[0] for row in cursor]\n", 1),
        ("cursor.execute('SELECT id FROM boats LIMIT 9')\n    return list(cursor)\n", 0),
        ("cursor.execute('DELETE FROM boats')\n    return list(cursor)\n", 0),
        ("found = opened.execute('SELECT id FROM boats')\n    return [row for row in found]\n", 1),
        (
            (
                "found = session.execute(text('SELECT id FROM boats'))\n"
                "    return [dict(row) for row in found]\n"
            ),
            1,
        ),
        ("found = session.execute(text('SELECT 1 LIMIT 1'))\n    return [r for r in found]\n", 0),
        ("return list(cursor)\n", 0),
    ],
)
def test_what_a_cursor_was_told_counts(body, found):
    source = f"""import psycopg
from fastapi import FastAPI
from sqlalchemy import text
app = FastAPI()
opened = psycopg.connect('dbname=boats')
@app.get('/boats')
def boats(session):
    cursor = opened.cursor()
    {body}"""
    assert len(lines(RULE, source)) == found
