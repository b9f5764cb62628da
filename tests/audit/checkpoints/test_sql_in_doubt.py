"""Values that are quoted into SQL by hand, and that nobody can follow to where they come from."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.sql_injection import judge
from fastscaffold.audit.rules.sql_from_requests import RULE

HEAD = """import psycopg
from fastapi import FastAPI
from lib import source
app = FastAPI()
connection = psycopg.connect("dbname=shop")
"""
GROWN = """where = 'WHERE'
for each in source.pending(): where += f" a LIKE '%{each.name}%' AND"
"""


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (
            "for each in source.pending():\n    RUN(f\"DELETE FROM x WHERE a = '{each.name}'\")",
            "unknown",
        ),
        (f"{GROWN}RUN(f'DELETE FROM x {{where[:-4]}}')", "unknown"),
        (f"{GROWN}RUN('DELETE FROM x ' + where.rstrip('AND'))", "unknown"),
        (
            "for each in source.pending():\n    RUN('DELETE FROM x WHERE a = %s', [each.name])",
            "met",
        ),
        # What is written of a moment, in a form that stands there, is no text of anybody.
        (
            "day = source.day()\nRUN(f\"DELETE FROM x WHERE a = '{day.strftime('%Y-%m-%d')}'\")",
            "met",
        ),
        (
            (
                "day = source.day()\nform = source.form()\n"
                "RUN(f\"DELETE FROM x WHERE a = '{day.strftime(form)}'\")"
            ),
            "unknown",
        ),
        ("name = 'x'\nRUN(f\"DELETE FROM x WHERE a = '{name}'\")", "met"),
        ("name = source.table()\nRUN(f'DELETE FROM {name}')", "met"),
        ("path = source.path()\nRUN(f\"ATTACH '{path}' AS other; DELETE FROM x\")", "met"),
    ],
)
def test_what_is_quoted_by_hand_is_in_doubt(body, verdict):
    lines = body.replace("RUN", "connection.execute").splitlines()
    source = HEAD + "@app.post('/x')\ndef f():\n" + "".join(f"    {each}\n" for each in lines)
    found = facts(source)
    assert judge(found).verdict.value == verdict
    assert not list(RULE.findings(found))


def test_what_a_command_quotes_is_in_none():
    command = (
        "import typer\nfrom app.main import connection\nfrom lib import source\n"
        "cli = typer.Typer()\n@cli.command()\ndef clean():\n"
        "    for each in source.pending():\n"
        "        connection.execute(f\"DELETE FROM x WHERE a = '{each.name}'\")\n"
    )
    assert judge(facts({"app/main.py": HEAD, "app/cli.py": command})).verdict.value == "met"


def test_what_a_file_does_when_it_is_read_is_in_none():
    loop = "for each in source.pending():\n    connection.execute(f\"INSERT INTO x VALUES ('{each}')\")\n"
    assert judge(facts({"app/main.py": HEAD, "seed.py": HEAD + loop})).verdict.value == "met"


TOLD = """from fastapi import FastAPI
from sqlalchemy import create_engine, text
from langchain.agents import create_agent
from langchain_openai import ChatOpenAI
app = FastAPI()
engine = create_engine("sqlite:///x.db")
llm = ChatOpenAI(model="gpt-4o")
def answered(question: str) -> str:
    return llm.invoke(question).content.strip("`")
def run(query: str):
    with engine.connect() as connection:
        return connection.execute(text(query)).all()
@app.post("/ask")
def ask(question: str):
    return ASKED
"""


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("run(answered(question))", "unknown"),
        ('create_agent("gpt-4o", tools=[run]).invoke(question)', "unknown"),
        ('run("SELECT 1"), answered(question)', "met"),
    ],
)
def test_what_a_language_model_writes_is_in_doubt(asked, verdict):
    assert judge(facts(TOLD.replace("ASKED", asked))).verdict.value == verdict


CHOSEN = """@app.get("/x")
def f(unit: str):
    name = {"h": "1 hour", "d": "1 day"}.get(unit)
    return connection.execute(f"SELECT time_bucket('{name}', at) FROM x")
"""


def test_what_is_chosen_out_of_constants_is_in_none():
    assert judge(facts(HEAD + CHOSEN)).verdict.value == "met"
    defaulted = CHOSEN.replace("get(unit)", "get(unit, unit)")
    assert judge(facts(HEAD + defaulted)).verdict.value == "not_met"


ASKED = """import asyncio, json
from fastapi import FastAPI
from openai import OpenAI
from app.database import connection
client = OpenAI()
app = FastAPI()
def ask(question: str):
    answer = client.chat.completions.create(messages=[question])
    text = answer.choices[0].message.content.strip()
    text = text.removeprefix("```json").strip()
    text = text.removesuffix("```").strip()
    try:
        return json.loads(text)
    except ValueError:
        return {"error": text}
def read(question: str):
    return {"query": "SELECT 1"}
@app.get("/")
async def find(question: str, page: int):
    found = await asyncio.to_thread(__run__, question)
    query = found.get("query") or ""
    query = query[:-1] if query.endswith(";") else query
    query = query.replace("limit", "LIMIT")
    query = query + f" LIMIT {page}"
    return connection.execute(query)
"""
DATABASE = "import psycopg\nconnection = psycopg.connect('dbname=x')\n"


@pytest.mark.parametrize(("run", "verdict"), [("ask", "unknown"), ("read", "met")])
def test_a_model_that_a_thread_asks(run, verdict):
    files = {"app/main.py": ASKED.replace("__run__", run), "app/database.py": DATABASE}
    assert judge(facts(files)).verdict.value == verdict


def test_texts_that_are_given_from_each_other_end():
    names = [f"text_{number}" for number in range(12)]
    lines = [f"    {name} = {other} + {name}[1:]\n" for name in names for other in names]
    source = ASKED.replace("__run__", "read").replace(
        "    return connection", "".join(lines) + "    query = text_0\n    return connection"
    )
    files = {"app/main.py": source, "app/database.py": DATABASE}
    assert judge(facts(files)).verdict.value == "met"
