from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.sql_from_requests import RULE

HEAD = """from enum import Enum
from typing import Annotated, Literal
from uuid import UUID
from fastapi import Depends, FastAPI, Query, Request
from pydantic import BaseModel
from sqlalchemy import text as sql
class Order(Enum):
    UP = "asc"
class Body(BaseModel):
    name: str
    size: int
COLUMNS = {"name": "users.name"}
TABLE = "users"
app = FastAPI()
"""


@pytest.mark.parametrize(
    "source",
    [
        "@app.get('/')\ndef f(s, q: str): s.execute(sql(f\"SELECT 1 FROM x WHERE a = '{q}'\"))",
        "@app.get('/')\ndef f(s, q: str): s.execute(sql('SELECT 1 FROM x WHERE a = ' + q))",
        "@app.get('/')\ndef f(s, q: str): s.execute(sql('SELECT 1 FROM x WHERE a = %s' % q))",
        "@app.get('/')\ndef f(s, q: str): s.execute(sql(f'SELECT 1 FROM {TABLE} WHERE a = %s' % q))",
        "@app.get('/')\ndef f(s, q: str): s.execute(sql(f'SELECT 1 FROM {q} WHERE a = %s' % TABLE))",
        "@app.get('/')\ndef f(s, q: str): s.execute(sql('SELECT 1 FROM {}'.format(q)))",
        "@app.get('/')\ndef f(s, q: str): s.execute(sql(f'SELECT 1 FROM x ORDER BY {q}'))",
        "@app.get('/')\nasync def f(c, q: str): await c.fetch(f'SELECT 1 FROM x WHERE a = {q}')",
        "@app.post('/')\ndef f(s, b: Body): s.exec_driver_sql(f\"DELETE FROM x WHERE a = '{b.name}'\")",
        "@app.get('/')\ndef f(s, r: Request): s.execute(sql(f\"SELECT {r.query_params.get('a')} FROM x\"))",
    ],
)
def test_it_finds(source):
    assert lines(RULE, f"{HEAD}{source}\n") == [16]


QUERY = "    s.execute(sql(f\"SELECT 1 FROM x WHERE a = '{q}' ORDER BY {q}\"))\n"


@pytest.mark.parametrize(
    "parameter",
    [
        "q: str = 'id'",
        "q: str | None = None",
        "q: Annotated[str, Query()] = 'id'",
        "q: str = Query('id')",
        "q: list[str] = ['id']",
    ],
)
def test_the_default_of_what_a_client_sends_is_no_constant(parameter):
    assert lines(RULE, f"{HEAD}@app.get('/')\ndef f(s, {parameter}):\n{QUERY}") == [17]
    depended = f"def sorting({parameter}):\n    return q\n"
    endpoint = f"@app.get('/')\ndef f(s, q=Depends(sorting)):\n{QUERY}"
    assert lines(RULE, f"{HEAD}{depended}{endpoint}") == [19]


def test_the_default_of_what_no_client_sends_is_one():
    assert lines(RULE, f"{HEAD}def f(s, q: str = 'id'):\n{QUERY}") == []


@pytest.mark.parametrize(
    ("path", "found"), [("tests/conftest.py", []), ("app/jobs.py", [16]), ("", [16])]
)
def test_what_only_tests_call_is_sent_by_nobody(path, found):
    files = {"app/main.py": f"{HEAD}def drop(s, q: str):\n{QUERY}"}
    if path:
        files[path] = "from app.main import drop\ndef clean(s, name):\n    drop(s, name)\n"
    assert lines(RULE, files) == found


def test_an_endpoint_that_is_called_as_well():
    source = f"@app.get('/')\ndef f(s, q: str = 'id'):\n{QUERY}def g(s):\n    f(s, 'name')\n"
    assert lines(RULE, HEAD + source) == [17]


@pytest.mark.parametrize(
    "parameter",
    ["q: int = 1", "q: Order = Order.UP", "q: Literal['a', 'b'] = 'a'", "q: UUID | None = None"],
)
def test_a_default_of_a_type_that_holds_no_sql(parameter):
    assert lines(RULE, f"{HEAD}@app.get('/')\ndef f(s, {parameter}):\n{QUERY}") == []


def test_a_text_that_is_made_before_and_grows():
    source = (
        "@app.get('/')\ndef f(s, q: str):\n"
        "    query = 'SELECT 1 FROM x'\n"
        "    query += f\" WHERE a = '{q}'\"\n"
        "    s.execute(sql(query))\n"
    )
    assert lines(RULE, HEAD + source) == [18]


def test_a_class_that_makes_its_queries_of_itself():
    source = (
        "class Query:\n"
        "    def run(self, s):\n"
        "        s.execute(sql(self))\n"
        "    def all(self):\n"
        "        return self.run()\n"
    )
    assert lines(RULE, HEAD + source) == []


def test_a_repository_in_between():
    source = (
        "class Users:\n"
        "    def find(self, name: str):\n"
        "        return self.s.execute(sql(f\"SELECT 1 FROM x WHERE a = '{name}'\"))\n"
        "@app.get('/')\ndef f(q: str, users: Annotated[Users, Depends()]):\n"
        "    return users.find(q)\n"
    )
    assert lines(RULE, HEAD + source) == [17]


@pytest.mark.parametrize(
    "source",
    [
        "def f(s): s.execute(sql(f'SELECT 1 FROM {TABLE}'))",
        "@app.get('/')\ndef f(s, n: int): s.execute(sql(f'SELECT 1 FROM x LIMIT {n}'))",
        "@app.get('/')\ndef f(s, n: UUID): s.execute(sql(f\"SELECT 1 FROM x WHERE a = '{n}'\"))",
        "@app.get('/')\ndef f(s, o: Order): s.execute(sql(f'SELECT 1 FROM x ORDER BY a {o.value}'))",
        "@app.get('/')\ndef f(s, o: Literal['a']): s.execute(sql(f'SELECT 1 FROM x ORDER BY {o}'))",
        "@app.get('/')\ndef f(s, q: str): s.execute(sql(f'SELECT 1 FROM x ORDER BY {COLUMNS[q]}'))",
        "@app.post('/')\ndef f(s, b: Body): s.execute(sql(f'SELECT 1 FROM x LIMIT {b.size}'))",
        "@app.get('/')\ndef f(s, q: str): s.execute(sql('SELECT 1 FROM x WHERE a = :q'), {'q': q})",
        (
            "@app.get('/')\ndef f(s, q: list[str]):\n"
            "    marks = ', '.join(f':p{i}' for i in range(len(q)))\n"
            "    s.execute(sql(f'SELECT 1 FROM x WHERE a IN ({marks})'))"
        ),
        (
            "@app.get('/')\ndef f(s, q: list[str]):\n"
            "    marks = ', '.join('?' for _ in q)\n"
            "    s.execute(sql(f'SELECT 1 FROM x WHERE a IN ({marks})'))"
        ),
        (
            "@app.get('/')\ndef f(s, q: str):\n"
            "    if q not in COLUMNS:\n        raise ValueError(q)\n"
            "    s.execute(sql(f'SELECT 1 FROM x ORDER BY {q}'))"
        ),
        "def size(s, table: str): s.execute(sql(f'SELECT count(*) FROM {table}'))",
        "@app.get('/')\ndef f(redis, q: str): redis.execute(f'hello {q}')",
        "@app.get('/')\ndef f(tag, q: str): tag.text(f'select one: {q}')",
        (
            "class Users:\n    table = 'x'\n"
            "    def f(self, s): s.execute(sql(f'SELECT 1 FROM {self.table}'))"
        ),
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, f"{HEAD}{source}\n") == []


def test_migrations_are_left_alone():
    source = (
        "from alembic import op\ndef upgrade(name):\n    op.execute(f\"DROP TABLE '{name}'\")\n"
    )
    assert lines(RULE, {"migrations/versions/a.py": source}) == []


HELPER = """async def fetch_one(query: str, *values):
    return await pool.fetchrow(query, *values)
async def run(query: str):
    return await fetch_one(query)
"""


def test_what_is_given_to_helpers_is_found_where_it_is_given():
    found = findings(
        RULE,
        {
            "store.py": HELPER,
            "main.py": "from fastapi import FastAPI\n"
            "from store import fetch_one as ask, run\n"
            "app = FastAPI()\n"
            "@app.get('/a')\n"
            "async def a(name: str):\n"
            "    return await ask(f\"SELECT 1 FROM a WHERE name = '{name}'\")\n"
            "@app.get('/b')\n"
            "async def b(name: str):\n"
            "    query = f\"SELECT 1 FROM b WHERE name = '{name}'\"\n"
            "    return await run(query)\n"
            "@app.get('/c')\n"
            "async def c(name: str):\n"
            "    return await ask('SELECT 1 FROM c WHERE name = $1', name)\n",
        },
    )
    assert [(each.path, each.line) for each in found] == [("main.py", 6), ("main.py", 9)]


DUMP = """import psycopg2
def columns(connection, table):
    connection.cursor().execute(f"SELECT 1 FROM columns WHERE table_name = '{table}'")
"""
RUN = "if __name__ == '__main__':\n    print('...')\n"


def test_a_program_that_nothing_imports_is_asked_by_its_own_people():
    assert lines(RULE, {"compare.py": DUMP + RUN}) == []
    assert lines(RULE, {"compare.py": DUMP}) == [3]
    imported = {"compare.py": DUMP + RUN, "main.py": "from compare import columns\n"}
    assert lines(RULE, imported) == [3]


@pytest.mark.parametrize("cleaned", ["b.name.strip()", "b.name"])
def test_a_field_that_is_given_anew_from_itself(cleaned):
    head = f"{HEAD}@app.post('/')\ndef f(s, b: Body):\n    b.name = {cleaned}\n"
    assert lines(RULE, head + "    s.execute(sql(f\"DELETE FROM x WHERE a = '{b.name}'\"))\n") == [
        18
    ]
    head = f"{HEAD}@app.post('/')\ndef f(s, b: Body):\n    b.name = 'a'\n"
    assert lines(RULE, head + "    s.execute(sql(f\"DELETE FROM x WHERE a = '{b.name}'\"))\n") == []
