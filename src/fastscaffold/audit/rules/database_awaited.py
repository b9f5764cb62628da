"""Engines that block while an application awaits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.databases import engines
from fastscaffold.audit.facts.databases.schema_engines import only_makes_tables
from fastscaffold.audit.facts.testing.suites import has_plain_routes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project that has no engine that awaits: at the first of those that block."""
    if not facts.routes or facts.stores.async_orm:
        return
    made = [each for each in engines(facts) if not only_makes_tables(facts, each)]
    if not made:
        return
    if has_plain_routes(facts):
        yield hit_call(
            made[0].call,
            "The engine blocks; with `def` endpoints that is right, and holds a thread for each"
            " request.",
        )
    else:
        yield hit_call(made[0].call, "The engine blocks, and the endpoints run on the event loop.")


RULE = Rule(
    id="DB001",
    name="database-awaited",
    severity=Severity.P2,
    topic="database",
    seed="Async ORM",
    what="An application whose only engines are of `create_engine`. It is a warning: behind `def`"
    " endpoints such an engine is correct, and only costs threads. An engine that only makes"
    " tables, beside a driver that awaits, is left alone.",
    why="A query that blocks in an `async def` endpoint stops all requests of the process.",
    bad={
        "app/main.py": """from fastapi import FastAPI
from sqlalchemy import create_engine, text

engine = create_engine("postgresql://localhost/shop", pool_size=5)
app = FastAPI()


@app.get("/orders")
async def orders() -> int:
    with engine.connect() as connection:
        return connection.scalar(text("select count(*) from orders"))
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+psycopg://localhost/shop", pool_size=5)
app = FastAPI()


@app.get("/orders")
async def orders() -> int:
    async with engine.connect() as connection:
        return await connection.scalar(text("select count(*) from orders"))
"""
    },
    fix="Make the engine with `create_async_engine`, and await its sessions.",
    check=check,
)
