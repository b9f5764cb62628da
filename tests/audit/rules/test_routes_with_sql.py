"""Routes that hand their SQL to a wrapper of a driver."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules import rule

MAIN = (
    "from fastapi import FastAPI\nfrom app.database import db, fetch, orders\napp = FastAPI()\n"
    "@app.get('/orders')\nasync def read():\n    return {}\n"
)
DATABASE = (
    "import asyncpg\n"
    "class Database:\n"
    "    async def pool(self) -> asyncpg.Pool: ...\n"
    "    async def execute(self, query: str, *args):\n"
    "        pool = await self.pool()\n        return await pool.execute(query, *args)\n"
    "    async def rows(self, query: str):\n"
    "        async with (await self.pool()).acquire() as held:\n"
    "            statement = await held.prepare(query)\n            return statement\n"
    "    async def first(self, query: str):\n        return await self.rows(query)\n"
    "db = Database()\n"
    "async def fetch(sql, *args):\n    return await (await db.pool()).fetch(sql, *args)\n"
    "class Orders:\n"
    "    async def search(self, query: str):\n"
    "        return await db.execute('SELECT 1 FROM orders WHERE name = $1', query)\n"
    "orders = Orders()\n"
)


@pytest.mark.parametrize(
    ("call", "count"),
    [
        ("await db.execute('SELECT * FROM orders')", 1),
        ("await db.rows('SELECT * FROM orders')", 1),
        ("await db.first('SELECT * FROM orders')", 1),
        ("await fetch('SELECT * FROM orders WHERE id = $1', 1)", 1),
        # A repository is asked for something, and has the SQL itself.
        ("await orders.search('books')", 0),
    ],
)
def test_sql_in_a_route_is_work_with_the_database(call, count):
    files = {"app/main.py": MAIN.format(call), "app/database.py": DATABASE}

    assert len(findings(rule("ARCH002"), files)) == count


PAGED = """from textwrap import dedent
from fastapi import FastAPI
from app.rows import find, listed, noted, paged
app = FastAPI()
@app.get("/orders")
def read(open: bool = False):
    lines = "select id from orders where 1 = 1"
    if open:
        lines += " and open"
    return {}
"""
ROWS = (
    "from shop_db.db import make\n"
    "def listed(sql, limit): return list(make().execute(sql, limit))\n"
    "def paged(size, *, base_query): return list(make().execute(base_query, size))\n"
    "def noted(message): print(message)\n"
    "def find(query): return list(make().execute('select id from orders where name = ?', query))\n"
)


@pytest.mark.parametrize(
    ("call", "count"),
    [
        ("listed(dedent(lines), 20)", 1),
        ("listed(sql=lines, limit=20)", 1),
        ("paged(20, base_query=f'{lines} limit 20')", 1),
        # To tell of a statement is to send none, and to look for words is to write none.
        ("noted(lines)", 0),
        ("find('open orders')", 0),
        ("listed(app, lines)", 0),
    ],
)
def test_sql_for_what_takes_it_by_its_name(call, count):
    files = {"app/main.py": PAGED.format(call), "app/rows.py": ROWS}

    assert len(findings(rule("ARCH002"), files)) == count
