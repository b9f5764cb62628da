from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.n_plus_one_query import RULE

TOP = """import asyncio
from enum import StrEnum
from functools import cache
from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, Session
app = FastAPI()
class Base(DeclarativeBase): pass
class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[list["Line"]] = relationship()
class Line(Base):
    __tablename__ = "lines"
    id: Mapped[int] = mapped_column(primary_key=True)
class Body(BaseModel):
    ids: list[int]
    one: int
class Color(StrEnum):
    RED = "red"
class Repository:
    def __init__(self, session: AsyncSession): self.session = session
    async def get(self, key: int) -> Order | None:
        return await self.session.scalar(select(Order).where(Order.id == key))
    async def known(self, key: int) -> Order | None:
        if key in KNOWN:
            return KNOWN[key]
        return await self.session.get(Order, key)
    @cache
    def kept(self, key): return self.session.get(Order, key)
    async def all(self) -> list[Order]:
        return list(await self.session.scalars(select(Order)))
    async def add(self, key: int) -> Order:
        order = await self.session.get(Order, key)
        self.session.add(order)
        return order
async def send(session: AsyncSession, key: int):
    await session.get(Order, key)
@app.get("/")
async def read(
    ids: list[int], body: Body, colors: list[Color], names: str, session: AsyncSession,
    db: Session, repository: Repository,
):
"""
START = TOP.count("\n") + 1


def places(body, top=TOP):
    text = "".join(f"    {line}\n" for line in body.splitlines())
    return [each.line - START for each in findings(RULE, {"app/main.py": top + text})]


@pytest.mark.parametrize(
    "body",
    [
        "for each in ids:\n    order = await session.get(Order, each)",
        "for each in ids:\n    order = await repository.get(each)",
        "for each in body.ids:\n    order = await repository.get(each)",
        "for each in names.split(','):\n    order = await repository.get(int(each))",
        "for each in set(ids):\n    rows = await session.execute(select(Line).where(Line.id == each))",
        "for each in ids:\n    rows = db.query(Line).filter(Line.id == each).all()",
        "for each in ids:\n    total = await session.scalar(select(func.count()).where(Line.id == each))",
        "for each in ids:\n    rows = await session.execute(text('SELECT 1 WHERE 1 = :x'), {'x': each})",
        "for order in await repository.all():\n    line = await session.get(Line, order.id)",
        (
            "for order in db.query(Order).all():\n    for line in order.lines:\n"
            "        other = db.get(Line, line.id)"
        ),
    ],
)
def test_it_finds(body):
    assert places(body) == [body.count("\n")]


def test_comprehensions_and_statements_of_their_own_lines_are_seen():
    assert places("return [await repository.get(each) for each in ids]") == [0]
    assert places("await asyncio.gather(*(repository.get(each) for each in ids))") == [0]
    assert places("rows = {each: await session.get(Order, each) for each in ids}") == [0]
    rows = "rows = (await session.execute(select(Order))).scalars().all()\n"
    assert places(f"{rows}for row in rows:\n    line = await session.get(Line, row.id)") == [2]
    built = (
        "for each in ids:\n    query = select(Line)\n    query = query.where(Line.id == each)\n"
        "    rows = await session.scalars(query)"
    )
    assert places(built) == [3]


@pytest.mark.parametrize(
    "body",
    [
        # The query does not depend on the element, or is not in the loop.
        "for each in ids:\n    order = await repository.get(1)",
        "for each in await repository.all():\n    print(each)",
        "for each in ids:\n    query = select(Line).where(Line.id == each)",
        # What it goes through does not grow.
        "for each in (1, 2):\n    order = await repository.get(each)",
        "for each in range(10):\n    order = await repository.get(each)",
        "for each in COLUMNS:\n    order = await repository.get(each)",
        "for each in Color:\n    order = await repository.get(each)",
        "for each in colors:\n    order = await repository.get(each)",
        "for each in unknown():\n    order = await repository.get(each)",
        # Whoever does it in parts knows of it.
        "for chunk in batched(ids, 100):\n    rows = await session.scalars(select(Line).where(chunk))",
        "for each in range(0, len(ids), 100):\n    order = await repository.get(each)",
        (
            "for row in db.execute(select(Order).execution_options(yield_per=10)).scalars():\n"
            "    line = db.get(Line, row.id)"
        ),
        # Writes.
        "for each in ids:\n    session.add(Order(id=each))",
        "for each in ids:\n    await session.execute(insert(Order).values(id=each))",
        "for each in ids:\n    order = await repository.add(each)",
        "for each in ids:\n    await send(session, each)",
        # It looks for something, or has it already.
        "for each in ids:\n    if await repository.get(each):\n        break",
        "for each in ids:\n    if each not in seen:\n        order = await repository.get(each)",
        "first = None\nfor each in ids:\n    if first is None:\n        first = await repository.get(each)",
        "for each in ids:\n    order = await repository.known(each)",
        "for each in ids:\n    order = repository.kept(each)",
        "while True:\n    order = await repository.get(1)",
    ],
)
def test_it_leaves_alone(body):
    assert places(body) == []


def test_only_what_runs_for_a_request_counts():
    loop = "for each in ids:\n    order = await session.get(Order, each)"
    assert places(loop, TOP.replace('@app.get("/")\n', "")) == []
    assert places(loop, TOP.replace("async def read(", "async def seed_orders(")) == []
    helper = TOP.replace('@app.get("/")\n', "")
    route = '@app.get("/")\nasync def route(): return await read([], *things)\n'
    text = helper + "".join(f"    {line}\n" for line in loop.splitlines()) + route
    assert [each.line for each in findings(RULE, {"app/main.py": text})] == [START]


def test_the_message_names_the_element_and_shortens_what_is_called():
    (found,) = findings(
        RULE,
        {"app/main.py": f"{TOP}    for each in ids:\n        a = await session.get(Order, each)\n"},
    )
    assert found.message == "`session.get` asks the database once for each `each`."
    long = f"db.query(Line){'.filter(Line.id == each)' * 3}.first()"
    (found,) = findings(RULE, {"app/main.py": f"{TOP}    for each in ids:\n        a = {long}\n"})
    assert found.message == "`….first` asks the database once for each `each`."


LAZY = """from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship
app = FastAPI()
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[User] = relationship()
    notes: Mapped[list[User]] = relationship(lazy="selectin")
class UserOut(BaseModel):
    id: int
class OrderOut(BaseModel):
    user: UserOut
    notes: list[UserOut]
class PlainOut(BaseModel):
    id: int
def orders(db: Session): return db.query(Order).all()
"""
LAZY_START = LAZY.count("\n") + 1


def lazy(body):
    return [each.line - LAZY_START for each in findings(RULE, {"app/main.py": LAZY + body})]


def lazy_loop(rows, seen="row.user.id", kind="Session"):
    route = f'@app.get("/")\ndef read(user_id: int, db: {kind} = Depends(get)):\n'
    return lazy(f"{route}    rows = {rows}\n    return [{seen} for row in rows]\n")


@pytest.mark.parametrize(
    "rows",
    [
        "db.query(Order).all()",
        "db.scalars(select(Order)).all()",
        "list(db.execute(select(Order).limit(9)).scalars())",
        "orders(db)",
    ],
)
def test_relationships_that_are_loaded_in_a_loop_are_found(rows):
    assert lazy_loop(rows) == [3]


@pytest.mark.parametrize(
    ("rows", "seen"),
    [
        ("db.query(Order).options(joinedload(Order.user)).all()", "row.user.id"),
        ("db.query(Order).filter(Order.user_id == user_id).all()", "row.user.id"),
        ("db.query(Order).filter(Order.user == user_id).all()", "row.user.id"),
        ("db.query(Order).all()", "row.notes"),
        ("db.query(Order).all()", "row.id"),
        ("db.query(Order, User).all()", "row.user.id"),
        ("db.query(Order).first()", "row.user.id"),
        ("unknown(db)", "row.user.id"),
    ],
)
def test_relationships_that_are_loaded_otherwise_are_left_alone(rows, seen):
    assert lazy_loop(rows, seen) == []


def test_sessions_that_are_awaited_cannot_load_them():
    body = (
        '@app.get("/")\nasync def read(db: AsyncSession = Depends(get)):\n'
        "    rows = (await db.scalars(select(Order))).all()\n"
        "    return [row.user.id for row in rows]\n"
    )
    assert lazy(body) == []


@pytest.mark.parametrize(
    ("model", "rows", "found"),
    [
        ("list[OrderOut]", "db.query(Order).all()", [2]),
        ("list[OrderOut]", "orders(db)", [-1]),
        ("list[PlainOut]", "db.query(Order).all()", []),
        ("OrderOut", "db.query(Order).first()", []),
        ("list[OrderOut]", "db.query(Order).options(joinedload(Order.user)).all()", []),
    ],
)
def test_responses_that_are_lists_load_them_too(model, rows, found):
    route = f'@app.get("/", response_model={model})\ndef read(db: Session = Depends(get)):\n'
    assert lazy(f"{route}    return {rows}\n") == found
