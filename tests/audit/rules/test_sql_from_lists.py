from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.sql_from_requests import RULE

HEAD = """from enum import Enum
from fastapi import FastAPI
from pydantic import BaseModel
import psycopg2
app = FastAPI()
con = psycopg2.connect("dbname=x")
COLUMNS = {"a": "a.x", "b": "b.y"}
class Column(Enum):
    NAME = "name"
class Filter(BaseModel):
    name: str
    tags: list[str]
    size: int
"""

FOUND = {
    "append": """
@app.post("/items")
def find(body: Filter):
    conditions = []
    if body.name:
        conditions.append(f"name LIKE '{body.name}'")
    where = " AND ".join(conditions)
    cur = con.cursor()
    cur.execute(f"SELECT * FROM items WHERE {where}")
""",
    "extend_list": """
@app.post("/items")
def find(body: Filter):
    conditions = []
    conditions.extend([f"name LIKE '{body.name}'"])
    where = " AND ".join(conditions)
    cur = con.cursor()
    cur.execute(f"SELECT * FROM items WHERE {where}")
""",
    "extend_gen": """
@app.post("/items")
def find(body: Filter):
    conditions = []
    conditions.extend(f"tag = '{tag}'" for tag in body.tags)
    where = " AND ".join(conditions)
    cur = con.cursor()
    cur.execute(f"SELECT * FROM items WHERE {where}")
""",
    "insert": """
@app.post("/items")
def find(body: Filter):
    conditions = []
    conditions.insert(0, f"name LIKE '{body.name}'")
    where = " AND ".join(conditions)
    cur = con.cursor()
    cur.execute(f"SELECT * FROM items WHERE {where}")
""",
    "helper_list": """
def build(tags: list[str]) -> list[str]:
    found = []
    for tag in tags:
        found.append(f"tag = '{tag}'")
    return found

@app.post("/items")
def find(body: Filter):
    conditions = []
    conditions.extend(build(body.tags))
    where = " AND ".join(conditions)
    cur = con.cursor()
    cur.execute(f"SELECT * FROM items WHERE {where}")
""",
    "helper_fills": """
def add(key, found):
    found.append(f"tag = '{key}'")
    return found

@app.post("/items")
def find(body: Filter):
    found = []
    for tag in body.tags:
        add(tag, found)
    query = f"SELECT * FROM items WHERE {' OR '.join(found)}"
    cur = con.cursor()
    cur.execute(query)
""",
    "join_gen": """
@app.post("/items")
def find(filters: dict[str, str]):
    cur = con.cursor()
    cur.execute("SELECT * FROM items WHERE " + " AND ".join(f"{k} = '{v}'" for k, v in filters.items()))
""",
    "dict_items": """
def query(params, more):
    parts = []
    for key, value in params.items():
        parts.append(f"{key} = '{value}'")
    text = f"select * from items where {' and '.join(parts)}"
    return text

@app.post("/items")
def find(body: dict[str, str]):
    cur = con.cursor()
    cur.execute(query(body, 1))
""",
    "self_list": """
class Query:
    def __init__(self):
        self.conditions = []
        self.cur = con.cursor()
    def by_name(self, name: str):
        self.conditions.append(f"name = '{name}'")
    def run(self):
        self.cur.execute("SELECT * FROM items WHERE " + " AND ".join(self.conditions))

@app.post("/items")
def find(body: Filter):
    query = Query()
    query.by_name(body.name)
    return query.run()
""",
}

LEFT = {
    "bound": """
def build(body: Filter) -> list[str]:
    found = []
    if body.name:
        found.append("name = %s")
    return found

@app.post("/items")
def find(body: Filter):
    conditions = build(body)
    conditions.extend([f"size = {body.size}"])
    cur = con.cursor()
    cur.execute("SELECT * FROM items WHERE " + " AND ".join(conditions), (body.name,))
""",
    "placeholders": """
def marks(values):
    return ", ".join("%s" for _ in values)
@app.post("/items")
def find(body: Filter):
    cur = con.cursor()
    cur.execute(f"SELECT * FROM items WHERE tag IN ({marks(body.tags)})", body.tags)
""",
    "column": """
COLUMNS = {"a": "a.x", "b": "b.y"}
def column(name: str) -> str:
    return COLUMNS[name]
@app.post("/items")
def find(body: Filter):
    cur = con.cursor()
    cur.execute(f"SELECT * FROM items ORDER BY {column(body.name)}")
""",
    "keys": """
@app.post("/items")
def find(body: Filter):
    cur = con.cursor()
    parts = []
    for key, value in body.model_dump().items():
        parts.append(f"{key} = %s")
    cur.execute("UPDATE items SET " + ", ".join(parts), tuple(body.model_dump().values()))
""",
    "numbers": """
@app.post("/items")
def find(body: dict[Column, int]):
    cur = con.cursor()
    cur.execute("SELECT * FROM x WHERE " + " AND ".join(f"{k} = '{v}'" for k, v in body.items()))
""",
    "allowed": """
@app.post("/items")
def find(body: dict[str, str]):
    cur = con.cursor()
    parts = []
    for key, value in body.items():
        if key not in COLUMNS:
            raise ValueError(key)
        parts.append(f"{key} = %s")
    cur.execute("SELECT * FROM x WHERE " + " AND ".join(parts), tuple(body.values()))
""",
    "constant_helper": """
def build(body: Filter) -> list[str]:
    found = ["active"]
    if body.name:
        found.append("name = %s")
    return found

@app.post("/items")
def find(body: Filter):
    cur = con.cursor()
    parts = []
    parts.extend(build(body))
    parts.extend(["1 = 1"])
    cur.execute("SELECT * FROM x WHERE " + " AND ".join(parts), (body.name,))
""",
    "kept": """
class Query:
    def __init__(self):
        self.conditions = []
    def by_name(self, name: str):
        self.conditions.append("name = %s")
    def run(self, cur):
        cur.execute("SELECT * FROM items WHERE " + " AND ".join(self.conditions))
""",
}


@pytest.mark.parametrize("name", FOUND)
def test_conditions_that_are_gathered_first_are_found(name):
    assert len(findings(RULE, HEAD + FOUND[name])) == 1


@pytest.mark.parametrize("name", LEFT)
def test_bound_and_allowed_conditions_are_left_alone(name):
    assert findings(RULE, HEAD + LEFT[name]) == []
