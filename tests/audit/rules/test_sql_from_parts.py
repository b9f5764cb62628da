"""Texts of SQL whose parts go through pairs, mappings, helpers and bodies with other fields."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.sql_from_requests import RULE

HEAD = """from collections import defaultdict
from typing import Literal
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import text
class Item: pass
class Change(BaseModel):
    name: str | None = None
    kind: str | None = None
    size: int = 1
app = FastAPI()
"""

PAIRS = """@app.patch("/items")
async def change(body: Change, db):
    names, values = [], []
    if body.name is not None:
        short = body.name.replace("'", "''")
        short = short[:255]
        names.append("name")
        values.append(f"'{short}'")
    pairs = [f"{name} = {value}" for name, value in zip(names, values)]
    await db.execute(f"UPDATE items SET {', '.join(pairs)} WHERE id = 1")
"""
NUMBERS = PAIRS.replace('body.name.replace("\'", "\'\'")', "str(body.size)").replace(
    "short = short[:255]", "short = int(short)"
)


def test_pairs_of_names_and_values():
    assert lines(RULE, HEAD + PAIRS) == [21]
    assert lines(RULE, HEAD + NUMBERS) == []


COUNTED = """@app.get("/items")
def find(tags: list[str], db):
    parts = []
    for number, tag in enumerate(sorted(tags)):
        parts.append(f"tag_{number} = {WHAT}")
    db.execute(text("SELECT 1 FROM items WHERE " + " OR ".join(parts)))
"""


@pytest.mark.parametrize(("what", "found"), [("'{tag}'", [17]), (":tag_{number}", [])])
def test_what_is_counted(what, found):
    assert lines(RULE, HEAD + COUNTED.replace("{WHAT}", what)) == found


GROUPS = """@app.get("/items")
def find(filters: list[str], statement):
    by_name = defaultdict(list)
    for each in filters:
        name, value = each.split(":", 1)
        name = name.strip()
        by_name[name].append(value)
    for name, values in by_name.items():
        statement = statement.where(text(f"data ->> '{name}' = :value")).params(value=values[0])
    return statement
"""


def test_a_mapping_whose_keys_are_sent():
    assert lines(RULE, HEAD + GROUPS) == [20]
    bound = GROUPS.replace("name, value = each", "_, value = each").replace(
        "name = name.strip()", "name = 'tag'"
    )
    assert lines(RULE, HEAD + bound) == []


ORDER = """@app.get("/items")
def find(order_by: str, statement):
    if order_by.startswith("data."):
        key = order_by.replace("data.", "")
        return statement.order_by(text(f"data ->> '{key}'"))
    return statement.order_by(getattr(Item, order_by, DEFAULT))
"""


@pytest.mark.parametrize(("default", "found"), [("Item.id", [16]), ("None", [])])
def test_a_default_for_what_is_not_there_refuses_nothing(default, found):
    assert lines(RULE, HEAD + ORDER.replace("DEFAULT", default)) == found


OTHER = """@app.post("/items")
def find(body: Change, db):
    if body.FIELD not in {"a", "b"}:
        raise HTTPException(400)
    db.execute(text(f"SELECT 1 FROM items WHERE name = '{body.name}'"))
"""


@pytest.mark.parametrize(("field", "found"), [("kind", [16]), ("name", [])])
def test_a_test_of_another_field_says_nothing(field, found):
    assert lines(RULE, HEAD + OTHER.replace("FIELD", field)) == found


HELPED = """def conditions(body: Change):
    return f"name = '{body.name}'", {"kind": body.kind}
@app.post("/items")
def find(body: Change, db):
    where, given = conditions(body)
    db.execute(text(f"SELECT 1 FROM items WHERE {where}"), given)
"""


def test_a_part_of_what_a_helper_returns():
    assert lines(RULE, HEAD + HELPED) == [17]
    bound = HELPED.replace("'{body.name}'", ":name")
    assert lines(RULE, HEAD + bound) == []


COMMAND = """import typer
from app.load import load
commands = typer.Typer()
@commands.command()
def run(table: str):
    load(table)
"""
LOAD = """import psycopg
def load(table: str):
    with psycopg.connect() as con:
        con.execute(f"SELECT to_regclass('{table}')")
"""


def test_what_only_commands_call_is_sent_by_nobody():
    files = {"app/main.py": HEAD, "app/load.py": LOAD, "app/cli.py": COMMAND}
    assert lines(RULE, files) == []
    route = "from app.load import load\n@app.get('/load')\ndef run(table: str): load(table)\n"
    assert lines(RULE, files | {"app/main.py": HEAD + route}) == [4]


DEFAULTS = """class Page(BaseModel):
    order: str = "name"
class Settings(BaseSettings):
    table: str = "items"
settings = Settings()
@app.post("/items")
def find(page: Page, db):
    db.execute(text(f"SELECT 1 FROM {settings.table} ORDER BY {WHAT}"))
"""


@pytest.mark.parametrize(("what", "found"), [("{page.order}", [21]), ("name", [])])
def test_the_default_of_a_field_that_a_client_fills_in_is_no_constant(what, found):
    settings = "from pydantic_settings import BaseSettings\n"
    source = settings + HEAD + DEFAULTS.replace("{WHAT}", what)
    assert lines(RULE, source) == [line - 1 for line in found]


BUILT = """class Page(BaseModel):
    order: str = "name"
@app.post("/items")
def find(page: Page, db):
    query = f"SELECT 1 FROM items ORDER BY {page.order}"
    db.execute(query)
    order = f" ORDER BY {page.order}"
    db.execute(text("SELECT 1 FROM items" + order))
"""


def test_what_is_put_together_of_such_a_field():
    assert lines(RULE, HEAD + BUILT) == [16, 19]


CUT = """@app.post("/items")
def find(body: Change, db):
    where = "WHERE"
    if body.name:
        where += f" name = '{body.name}' AND"
    db.execute(text(f"DELETE FROM items {where.WHAT}"))
    db.execute(text("DELETE FROM items WHERE name = :name AND"[:-4]), {"name": body.name})
"""


@pytest.mark.parametrize("what", ["removesuffix(' AND')", "rstrip('AND')", "strip()[:-4]"])
def test_a_text_whose_end_is_cut(what):
    assert lines(RULE, HEAD + CUT.replace("WHAT", what)) == [17]
