"""Text that libraries take for SQL as it is, and what they quote."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.sql_from_requests import RULE

HEAD = """import psycopg
from fastapi import FastAPI
from psycopg import sql as pg
from psycopg2 import sql
from sqlalchemy import DDL, TextClause
app = FastAPI()
@app.get('/')
def find(cursor, name: str, order: str):
"""


@pytest.mark.parametrize(
    "query",
    [
        "sql.SQL(f\"SELECT 1 FROM a WHERE b = '{name}'\")",
        "pg.SQL('SELECT 1 FROM a WHERE ' + name)",
        "psycopg.sql.SQL(name)",
        "sql.SQL('SELECT 1 FROM a ORDER BY {}').format(sql.SQL(order))",
        "DDL(f'ALTER TABLE {name} ADD x int')",
        "TextClause(f'SELECT 1 FROM {name}')",
    ],
)
def test_what_is_taken_as_it_is(query):
    assert lines(RULE, f"{HEAD}    query = {query}\n    cursor.execute(query)\n") == [9]


@pytest.mark.parametrize(
    "query",
    [
        "sql.SQL('SELECT 1 FROM {} WHERE a = {}').format(sql.Identifier(name), sql.Literal(order))",
        "pg.SQL('SELECT 1 FROM {table}').format(table=pg.Identifier(name))",
        "sql.SQL('SELECT {} FROM a').format(sql.SQL(', ').join([sql.Identifier(name)]))",
        "sql.SQL('SELECT 1 FROM a WHERE b = %s')",
    ],
)
def test_what_is_quoted(query):
    assert lines(RULE, f"{HEAD}    query = {query}\n    cursor.execute(query, (name,))\n") == []
