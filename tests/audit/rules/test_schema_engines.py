"""Engines that only make tables, while queries go through what awaits."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules import database_awaited, pool_chosen

DATABASE = """from databases import Database
from sqlalchemy import MetaData, create_engine
metadata = MetaData()
database = Database("postgresql://db/shop")
engine = create_engine("postgresql://db/shop")
"""
ROUTE = """from fastapi import FastAPI
from app.db import database, engine, metadata
app = FastAPI()
@app.get("/")
async def index():
    return await database.fetch_val("select 1")
"""


def _found(files: dict[str, str]) -> list[list[int]]:
    return [lines(rule.RULE, files) for rule in (database_awaited, pool_chosen)]


@pytest.mark.parametrize(
    "use",
    [
        "metadata.create_all(engine)\n",
        "metadata.create_all(bind=engine)\nengine.dispose()\n",
        "def reset():\n    metadata.drop_all(engine)\n    metadata.create_all(engine)\n",
        "with engine.begin() as connection:\n    metadata.create_all(connection)\n",
        "def init():\n    from app import db\n    db.metadata.create_all(db.engine)\n",
    ],
)
def test_an_engine_that_only_makes_tables_is_left_alone(use):
    assert _found({"app/db.py": DATABASE, "app/main.py": ROUTE + use}) == [[], []]


@pytest.mark.parametrize(
    "use",
    [
        "",
        (
            "from sqlalchemy.orm import sessionmaker\nmetadata.create_all(engine)\n"
            "Session = sessionmaker(bind=engine)\n"
        ),
        (
            "metadata.create_all(engine)\ndef count():\n    with engine.connect() as c:\n"
            "        return c.scalar(text('select 1'))\n"
        ),
    ],
)
def test_one_that_is_queried_is_not(use):
    assert _found({"app/db.py": DATABASE, "app/main.py": ROUTE + use}) == [[5], [5]]


def test_neither_is_the_only_one_that_there_is():
    database = DATABASE.replace('Database("postgresql://db/shop")', "None")
    use = ROUTE + "metadata.create_all(engine)\n"
    assert _found({"app/db.py": database, "app/main.py": use}) == [[5], [5]]
