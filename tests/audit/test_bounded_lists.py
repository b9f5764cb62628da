"""Lists of routes that would take years to tell where helpers call each other and themselves."""

from __future__ import annotations

from support.audited import facts, lines

from fastscaffold.audit.facts.answers.rows import answered_rows
from fastscaffold.audit.facts.databases.databases import engines
from fastscaffold.audit.rules.lists_paginated import RULE

COUNT = 30
TOP = """from fastapi import FastAPI
from app.models import Node, db
app = FastAPI()
@app.get("/nodes")
def read_nodes():
    return render(db.query(Node).all())
"""


def test_helpers_that_return_what_they_return():
    branches = "".join(
        f"    if node.a{each}: return render(node.a{each})\n" for each in range(COUNT)
    )
    read = f"{TOP}def render(node):\n{branches}    return {{}}\n"
    assert not lines(RULE, read.format("1"))
    assert lines(RULE, read.format("{'data': node, 'total': 1}")) == [5]


def test_envelopes_of_envelopes_of_one_helper():
    parts = ", ".join(f"'total_{each}': render(node.a{each})" for each in range(COUNT))
    read = f"{TOP}def render(node):\n    return {{{{{parts}, 'data': {{}}}}}}\n"
    assert not lines(RULE, read.format("1"))
    assert lines(RULE, read.format("node")) == [5]


def test_an_envelope_that_is_made_of_itself_many_times():
    parts = ", ".join(f"'total_{each}': body" for each in range(COUNT))
    made = f"    body = {{{{{parts}, 'data': {{}}}}}}\n    return body\n"
    read = f"{TOP}def render(rows):\n{made}"
    assert not lines(RULE, read.format("1"))
    assert lines(RULE, read.format("rows")) == [5]


def test_the_rows_that_helpers_return_that_call_each_other():
    branches = "".join(
        f"    if key == {each}: return find_{(each + 1) % COUNT}(key)\n" for each in range(COUNT)
    )
    finds = "".join(f"def find_{each}(key):\n{branches}" for each in range(COUNT))
    head = (
        "from fastapi import FastAPI\nfrom sqlalchemy.orm import DeclarativeBase\n"
        "app = FastAPI()\nclass Base(DeclarativeBase): ...\n"
        "class Item(Base):\n    __tablename__ = 'items'\n"
        "@app.get('/item')\ndef read_item():\n    return find_0(1)\n"
    )
    assert not list(answered_rows(facts(f"{head}{finds}")))
    last = "    return db.query(Item).first()\n"
    assert [row.table.name for _, row in answered_rows(facts(f"{head}{finds}{last}"))] == ["Item"]


def test_conditions_in_more_conditions_than_functions_may_call_each_other():
    assert not lines(RULE, f"{TOP}def render(rows):\n    return {'1 if rows else ' * 1_200} 1\n")


def test_the_url_of_a_database_that_is_added_up_of_many_parts():
    added = " + ".join(["NAME", *["'/'"] * 1_200])
    source = f"from sqlalchemy import create_engine\nengine = create_engine('sqlite:' + {added})\n"
    assert len(engines(facts(source))) == 1
