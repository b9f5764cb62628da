"""Mappings of statistics, and of one thing, are no lists; rows beside a word of these are."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """from fastapi import FastAPI
from sqlalchemy import Column, Integer, String, select
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Boat(Base):
    __tablename__ = "boats"
    id = Column(Integer, primary_key=True)
    kind = Column(String)
app = FastAPI()
"""
KINDS = "[each.kind for each in db.query(Boat).all()]"


@pytest.mark.parametrize(
    ("path", "body", "found"),
    [
        ("/boats/summary", "return {'items': db.execute(select(Boat)).scalars().all()}", 1),
        ("/overview/boats", "return {'data': db.query(Boat).all(), 'total': 3}", 1),
        ("/boats/stats", "return {'all': db.query(Boat).all(), 'n': db.query(Boat).count()}", 1),
        ("/boats/stats", f"return {{'sum': sum(prices(db)), 'kinds': {KINDS}}}", 0),
        ("/boats", f"return {{'sum': sum(prices(db)), 'kinds': {KINDS}}}", 1),
        (
            "/boats/stats",
            f"few = db.query(Boat).count()\n    return {{'f': few, 'm': len(few), 'k': {KINDS}}}",
            0,
        ),
    ],
)
def test_statistics_count_and_sum(path, body, found):
    route = f"@app.get('{path}')\ndef read(db):\n    {body}\n"
    assert len(lines(RULE, TOP + route)) == found


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("db.query(Boat).all()", 1),
        ("db.query(Boat).order_by(Boat.id).all()", 1),
        ("db.query(Boat).filter_by(owner=first.id).all()", 0),
        ("db.scalars(select(Boat).where(Boat.kind == key)).all()", 0),
        ("[each.kind for each in first.boats.all()]", 0),
    ],
)
def test_a_thing_has_parts_and_no_whole_tables(rows, found):
    body = (
        "first = db.query(Boat).first()\n"
        f"    return {{'kind': first.kind, 'title': first.title, 'rows': {rows}}}"
    )
    route = f"@app.get('/b')\ndef read(db, key):\n    {body}\n"
    assert len(lines(RULE, TOP + route)) == found
