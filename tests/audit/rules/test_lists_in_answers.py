"""Lists in models that routes make without a word, and queries that only seem to be cut."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """import requests
from fastapi import Depends, FastAPI
from pydantic import BaseModel, RootModel
from sqlalchemy import func
class Item(BaseModel):
    name: str
class Items(RootModel):
    root: list[Item]
class Found(BaseModel):
    items: list[Item]
    unread_messages: int
class Box(BaseModel):
    id: int
    items: list[Item]
app = FastAPI()
@app.get("/items")
def read(session=Depends(), box_id: int = 0):
"""
AT = TOP.count("\n")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    return Items.model_validate(session.query(Row).all())", True),
        ("    return Found(items=session.query(Row).all(), unread_messages=1)", True),
        (
            "    found = Found(items=session.query(Row).all(), unread_messages=1)\n    return found",
            1,
        ),
        ("    return Found(items=session.query(Row).limit(9).all(), unread_messages=1)", False),
        ("    return Box(id=box_id, items=session.query(Row).all())", False),
        ("    return Item.model_validate(session.query(Row).first())", False),
    ],
)
def test_a_model_of_lists_is_one(body, found):
    assert lines(RULE, f"{TOP}{body}\n") == [AT] * found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("session.query(Row.box_id).distinct()", True),
        ("session.query(Row.id, Row.kind).distinct()", True),
        ("session.query(Row.kind).distinct()", False),
        ("session.query(func.distinct(Row.kind))", False),
        ("session.query(Row.id, func.count(func.distinct(Row.kind)))", True),
        ("session.query(Row.id, func.array_agg(Row.kind.distinct()))", True),
    ],
)
def test_only_values_of_kinds_are_few(query, found):
    assert lines(RULE, f"{TOP}    return {query}.all()\n") == [AT] * found


HELPER = """def fetch(session):
    try:
        found = [{{"name": each.name}} for each in session.query(Row).all()]
    except Exception:
        return {failed}
    return found
"""


@pytest.mark.parametrize(
    ("failed", "found"), [("{'error': 'failed'}", True), ("{'rows': count(session)}", False)]
)
def test_what_tells_of_an_error_stands_in_place_of_rows(failed, found):
    source = HELPER.format(failed=failed) + TOP + "    return fetch(session)\n"
    assert lines(RULE, source) == [AT + HELPER.count("\n")] * found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    known = requests.get('x').json()\n    return session.query(Row).all()", True),
        ("    return requests.get('x').json()", False),
    ],
)
def test_who_asks_a_database_too_has_not_only_fetched(body, found):
    assert lines(RULE, f"{TOP}{body}\n") == [AT] * found


RECORDS = """from fastapi import FastAPI
from tortoise.models import Model
class Row(Model): ...
app = FastAPI()
@app.get("/rows")
async def read(id: int):
"""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Row.get_or_none(id=id).prefetch_related('parts')", False),
        ("Row.filter(id=id).first().prefetch_related('parts')", False),
        ("Row.filter(kind=id).prefetch_related('parts')", True),
    ],
)
def test_one_row_with_its_parts_is_no_list(query, found):
    body = f"    row = await {query}\n    response = dict(row)\n    return response\n"
    assert lines(RULE, RECORDS + body) == [RECORDS.count("\n")] * found
