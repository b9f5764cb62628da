"""Pools that an engine of Piccolo has once they are started."""

from __future__ import annotations

from support.audited import lines

from fastscaffold.audit.rules.pool_chosen import RULE

ENGINE = """from piccolo.engine.postgres import PostgresEngine
DB = PostgresEngine(config={"dsn": "postgresql://db/shop"})
"""


def test_an_engine_without_a_pool():
    assert lines(RULE, ENGINE) == [2]


def test_an_engine_whose_pool_is_started():
    started = "async def start():\n    await DB.start_connection_pool(max_size=9)\n"
    assert lines(RULE, ENGINE + started) == []


def test_a_file_needs_no_pool():
    source = "from piccolo.engine.sqlite import SQLiteEngine\nDB = SQLiteEngine(path='a.db')\n"
    assert lines(RULE, source) == []
