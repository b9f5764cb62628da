"""SQL as text, in every style of putting it together."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.sql_injection import judge

HEAD = """from enum import Enum
from typing import Annotated, Literal
from uuid import UUID
from fastapi import Depends, FastAPI, Query, Request
from pydantic import BaseModel
from sqlalchemy import text, select, column, desc, asc
from sqlalchemy.ext.asyncio import AsyncSession
import aiosqlite, asyncpg, psycopg, sqlite3
app = FastAPI()
TABLE = "items"
class Item(BaseModel):
    name: str
"""

STYLES = {
    "a constant in an f-string": (
        """@app.get("/")
async def read(name: str, db: AsyncSession):
    return await db.execute(text(f"SELECT * FROM {TABLE} WHERE name = :name"), {"name": name})
""",
        "met",
    ),
    "a value in an f-string": (
        """@app.get("/")
async def read(name: str, db: AsyncSession):
    return await db.execute(text(f"SELECT * FROM {TABLE} WHERE name = '{name}'"))
""",
        "not_met",
    ),
    "an integer in an f-string": (
        """@app.get("/{item_id}")
async def read(item_id: int, db: AsyncSession):
    return await db.execute(text(f"SELECT * FROM items WHERE id = {item_id}"))
""",
        "met",
    ),
    "a uuid in an f-string": (
        """@app.get("/{item_id}")
async def read(item_id: UUID, db: AsyncSession):
    return await db.execute(text(f"SELECT * FROM items WHERE id = '{item_id}'"))
""",
        "met",
    ),
    "an enumeration": (
        """class Order(str, Enum):
    NAME = "name"
    AGE = "age"
@app.get("/")
async def read(order: Order, db: AsyncSession):
    return await db.execute(text(f"SELECT * FROM items ORDER BY {order.value}"))
""",
        "met",
    ),
    "a literal": (
        """@app.get("/")
async def read(db: AsyncSession, way: Literal["asc", "desc"] = "asc"):
    return await db.execute(text(f"SELECT * FROM items ORDER BY name {way}"))
""",
        "met",
    ),
    "an order that anybody names": (
        """@app.get("/")
async def read(db: AsyncSession, order: str = "name"):
    return await db.execute(text(f"SELECT * FROM items ORDER BY {order}"))
""",
        "not_met",
    ),
    "an order of an allow-list": (
        """COLUMNS = {"name", "age"}
@app.get("/")
async def read(db: AsyncSession, order: str = "name"):
    if order not in COLUMNS:
        order = "name"
    return await db.execute(text(f"SELECT * FROM items ORDER BY {order}"))
""",
        "met",
    ),
    "an order of a mapping": (
        """COLUMNS = {"name": "items.name", "age": "items.age"}
@app.get("/")
async def read(db: AsyncSession, order: str = "name"):
    column = COLUMNS.get(order, "items.name")
    return await db.execute(text(f"SELECT * FROM items ORDER BY {column}"))
""",
        "met",
    ),
    "an order by a pattern": (
        """@app.get("/")
async def read(db: AsyncSession, order: Annotated[str, Query(pattern="^(name|age)$")] = "name"):
    return await db.execute(text(f"SELECT * FROM items ORDER BY {order}"))
""",
        "met",
    ),
    "aiosqlite by its parameters": (
        """@app.get("/")
async def read(name: str):
    async with aiosqlite.connect("x.db") as db:
        rows = await db.execute("SELECT * FROM items WHERE name = ?", (name,))
    return rows
""",
        "met",
    ),
    "aiosqlite with an f-string": (
        """@app.get("/")
async def read(name: str):
    async with aiosqlite.connect("x.db") as db:
        rows = await db.execute(f"SELECT * FROM items WHERE name LIKE '%{name}%'")
    return rows
""",
        "not_met",
    ),
    "asyncpg with format": (
        """@app.get("/")
async def read(name: str, pool: asyncpg.Pool):
    query = "SELECT * FROM items WHERE name = '{}'".format(name)
    return await pool.fetch(query)
""",
        "not_met",
    ),
    "asyncpg with places": (
        """@app.get("/")
async def read(names: str, pool: asyncpg.Pool):
    places = ", ".join(f"${n}" for n, _ in enumerate(names.split(","), 1))
    return await pool.fetch(f"SELECT * FROM items WHERE name IN ({places})", *names.split(","))
""",
        "met",
    ),
    "psycopg with percent": (
        """@app.get("/")
def read(name: str):
    with psycopg.connect("x") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM items WHERE name = '%s'" % name)
        return cursor.fetchall()
""",
        "not_met",
    ),
    "psycopg with parameters": (
        """@app.get("/")
def read(name: str):
    with psycopg.connect("x") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM items WHERE name = %s", (name,))
        return cursor.fetchall()
""",
        "met",
    ),
    "psycopg with its own composition": (
        """from psycopg import sql
@app.get("/")
def read(order: str):
    with psycopg.connect("x") as connection:
        query = sql.SQL("SELECT * FROM items ORDER BY {}").format(sql.Identifier(order))
        return connection.execute(query).fetchall()
""",
        "met",
    ),
    "tortoise raw": (
        """from tortoise.models import Model
class User(Model): ...
@app.get("/")
async def read(name: str):
    return await User.raw(f"SELECT * FROM user WHERE name = '{name}'")
""",
        "not_met",
    ),
    "tortoise by its connection": (
        """from tortoise import connections
@app.get("/")
async def read(name: str):
    connection = connections.get("default")
    return await connection.execute_query_dict("SELECT * FROM user WHERE name = ?", [name])
""",
        "met",
    ),
    "peewee": (
        """import peewee
class User(peewee.Model): ...
@app.get("/")
def read(name: str):
    return list(User.raw("SELECT * FROM user WHERE name = '%s'" % name))
""",
        "not_met",
    ),
    "peewee's fragment": (
        """import peewee
class User(peewee.Model): ...
@app.get("/")
def read(name: str):
    return list(User.select().where(peewee.SQL(f"name = '{name}'")))
""",
        "not_met",
    ),
    "a repository that builds": (
        """class Repository:
    def __init__(self, db: AsyncSession):
        self.db = db
    async def search(self, term: str):
        sql = "SELECT * FROM items WHERE 1 = 1"
        if term:
            sql += f" AND name ILIKE '%{term}%'"
        return await self.db.execute(text(sql))
@app.get("/")
async def read(q: str, db: AsyncSession):
    return await Repository(db).search(q)
""",
        "not_met",
    ),
    "a repository that binds": (
        """class Repository:
    def __init__(self, db: AsyncSession):
        self.db = db
    async def search(self, term: str | None, limit: int):
        clauses, values = [], {"limit": limit}
        if term:
            clauses.append("name ILIKE :term")
            values["term"] = f"%{term}%"
        where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
        return await self.db.execute(text(f"SELECT * FROM items {where} LIMIT :limit"), values)
@app.get("/")
async def read(q: str, db: AsyncSession):
    return await Repository(db).search(q, 10)
""",
        "met",
    ),
    "an update of fields of a model": (
        """@app.patch("/{item_id}")
async def change(item_id: int, body: Item, pool: asyncpg.Pool):
    data = body.model_dump(exclude_unset=True)
    sets = ", ".join(f"{key} = ${n}" for n, key in enumerate(data, 2))
    return await pool.execute(f"UPDATE items SET {sets} WHERE id = $1", item_id, *data.values())
""",
        "met",
    ),
    "an update of any fields": (
        """@app.patch("/{item_id}")
async def change(item_id: int, request: Request, pool: asyncpg.Pool):
    data = await request.json()
    sets = ", ".join(f"{key} = '{value}'" for key, value in data.items())
    return await pool.execute(f"UPDATE items SET {sets} WHERE id = {item_id}")
""",
        "not_met",
    ),
    "a body": (
        """@app.post("/")
async def add(item: Item, db: AsyncSession):
    await db.execute(text("INSERT INTO items (name) VALUES ('" + item.name + "')"))
""",
        "not_met",
    ),
    "a table that a setting names": (
        """from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    table: str = "items"
settings = Settings()
@app.get("/")
async def read(db: AsyncSession):
    return await db.execute(text(f"SELECT count(*) FROM {settings.table}"))
""",
        "met",
    ),
    "a table of a class": (
        """class Repository:
    table = "items"
    def __init__(self, db: AsyncSession):
        self.db = db
    async def count(self) -> int:
        return await self.db.scalar(text(f"SELECT count(*) FROM {self.table}"))
""",
        "met",
    ),
    "a date": (
        """from datetime import date
@app.get("/")
async def read(day: date, db: AsyncSession):
    return await db.execute(text(f"SELECT * FROM items WHERE day = '{day.isoformat()}'"))
""",
        "met",
    ),
    "a header": (
        """@app.get("/")
async def read(request: Request, db: AsyncSession):
    tenant = request.headers.get("X-Tenant")
    await db.execute(text(f"SET search_path TO {tenant}"))
""",
        "not_met",
    ),
    "a filter of sqlalchemy": (
        """@app.get("/")
async def read(q: str, db: AsyncSession):
    return await db.execute(select(column("name")).where(text(f"name = '{q}'")))
""",
        "not_met",
    ),
    "an expression of sqlalchemy": (
        """@app.get("/")
async def read(q: str, db: AsyncSession):
    return await db.execute(select(column("name")).where(column("name").ilike(f"%{q}%")))
""",
        "met",
    ),
    "an order that is chosen": (
        """@app.get("/")
async def read(db: AsyncSession, descending: bool = False):
    way = "DESC" if descending else "ASC"
    return await db.execute(text(f"SELECT * FROM items ORDER BY name {way}"))
""",
        "met",
    ),
    "a helper that refuses": (
        """ALLOWED = ("name", "age")
def column_of(name: str) -> str:
    if name not in ALLOWED:
        raise ValueError(name)
    return name
@app.get("/")
async def read(db: AsyncSession, order: str = "name"):
    return await db.execute(text(f"SELECT * FROM items ORDER BY {column_of(order)}"))
""",
        "met",
    ),
    "all that somebody sends": (
        """class Query(BaseModel):
    sql: str
@app.post("/")
async def run(query: Query, db: AsyncSession):
    return await db.execute(text(query.sql))
""",
        "not_met",
    ),
    "all that a service is given": (
        """async def run(db: AsyncSession, sql: str):
    return await db.execute(text(sql))
@app.get("/")
async def read(db: AsyncSession):
    return await run(db, "SELECT 1")
""",
        "met",
    ),
    "a validator of a parameter": (
        """from pydantic import AfterValidator
def check_order(value: str) -> str:
    if value not in {"name", "age"}:
        raise ValueError(value)
    return value
@app.get("/")
async def read(db: AsyncSession, order: Annotated[str, AfterValidator(check_order)] = "name"):
    return await db.execute(text(f"SELECT * FROM items ORDER BY {order}"))
""",
        "met",
    ),
    "a validator of a field": (
        """from pydantic import field_validator
class Listing(BaseModel):
    order: str = "name"
    @field_validator("order")
    @classmethod
    def check(cls, value):
        if value not in {"name", "age"}:
            raise ValueError(value)
        return value
@app.get("/")
async def read(db: AsyncSession, listing: Annotated[Listing, Query()]):
    return await db.execute(text(f"SELECT * FROM items ORDER BY {listing.order}"))
""",
        "met",
    ),
    "a query of DuckDB": (
        """import duckdb
@app.post("/")
def run(query: str):
    return duckdb.sql(query).fetchall()
""",
        "not_met",
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_sql(style):
    source, verdict = STYLES[style]
    assert judge(facts(HEAD + source)).verdict.value == verdict
