from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.sql_injection import judge

HEAD = """from fastapi import FastAPI
from sqlalchemy import text
app = FastAPI()
@app.get('/x')
def f(session, name: str):
"""


def test_verdicts():
    bad = "    session.execute(text(f\"SELECT 1 FROM x WHERE name = '{name}'\"))\n"
    good = "    session.execute(text('SELECT 1 FROM x WHERE name = :n'), {'n': name})\n"
    assert judge(facts(HEAD + bad)).verdict.value == "not_met"
    defaulted = HEAD.replace("name: str", "name: str = 'id'") + bad
    assert judge(facts(defaulted)).verdict.value == "not_met"
    assert judge(facts(HEAD + good)).verdict.value == "met"
    assert judge(facts("x = 1")).verdict.value == "not_applicable"


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("import mysql.connector", "met"),
        ("import snowflake.connector", "met"),
        ("from google.cloud import bigquery", "met"),
        ("from google.cloud import storage", "not_applicable"),
        ("from neo4j import GraphDatabase", "not_applicable"),
    ],
)
def test_which_databases_are_asked_in_sql(asked, verdict):
    assert judge(facts(f"{asked}\nfrom fastapi import FastAPI\n")).verdict.value == verdict
