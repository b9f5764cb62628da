"""Queries that are sent once for each row of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.lazy_loads import lazy_loads
from fastscaffold.audit.facts.databases.repeated_queries import repeated_queries
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit, hit_call
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

_LONGEST = 60


def check(facts: Facts) -> Iterator[Hit]:
    """What a request asks once for every element of a loop, or for every row of its response."""
    for load in lazy_loads(facts):
        message = f"`{load.relation}` is loaded by a query of its own for each `{load.rows}`."
        yield hit(load.function.module, load.node, message, load.function.symbol)
    for each in repeated_queries(facts):
        target = unparsed(each.loop.target).strip("()")
        message = f"`{_name(each.call)}` asks the database once for each `{target}`."
        yield hit_call(each.call, message)


def _name(call: Call) -> str:
    """What is called, of a long chain its end alone."""
    whole = unparsed(call.node.func)
    return (
        whole
        if len(whole) <= _LONGEST
        else f"…{whole.rpartition('.')[1]}{whole.rpartition('.')[2]}"
    )


_TOP = """from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.database import get_session

app = FastAPI()


class Base(DeclarativeBase): ...


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]


@app.get("/orders/numbers")
async def numbers(ids: list[int], session: AsyncSession = Depends(get_session)) -> list[str]:
"""

RULE = Rule(
    id="DB006",
    name="n-plus-one-query",
    severity=Severity.P2,
    topic="database",
    seed="optimize my database queries: connection pooling, async, N+1 prevention",
    what="A `select` that a session sends, `session.get`, a `session.query` that is fetched, or a"
    " function that does no more than that, in a loop or a comprehension over rows, or over a list"
    " that a request gives, where it depends on the element; and relationships that a session that"
    " blocks loads when they are looked at, in a loop over rows, or for a response that is a list,"
    " where neither the model nor the query says how. Only what runs for a request counts,"
    " and only loops that grow with the data: not constants, ranges, batches and `yield_per`, loops"
    " that stop when they have found something, writes, answers that are kept, and what migrations"
    " and seeds do.",
    why="A page of a hundred rows is a hundred and one round trips to the database. It is not seen"
    " with three rows in development, and holds a connection of the pool all that time.",
    bad={
        "app/main.py": f"{_TOP}    orders = [await session.get(Order, each) for each in ids]\n"
        "    return [order.number for order in orders if order is not None]\n"
    },
    good={
        "app/main.py": f"{_TOP}    statement = select(Order).where(Order.id.in_(ids))\n"
        "    return [order.number for order in await session.scalars(statement)]\n"
    },
    fix="Ask once for all of them: `where(Model.id.in_(ids))`, a join, or a relationship that is"
    " loaded with `selectinload`.",
    check=check,
)
