"""Rows that are sent without their password, which was not loaded or is taken from them."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

TOP = """from fastapi import FastAPI
from sqlalchemy import Column, String, select
from sqlalchemy.orm import declarative_base, defer, deferred, load_only
Base = declarative_base()
class Sailor(Base):
    __tablename__ = "sailors"
    email = Column(String)
    password = Column(String)
class Diver(Base):
    __tablename__ = "divers"
    password = deferred(Column(String))
app = FastAPI()
def without(db):
    return db.query(Sailor).options(defer(Sailor.password)).all()
def whole(db):
    return db.query(Sailor).all()
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return db.query(Sailor).options(load_only(Sailor.email)).first()", 0),
        ("return db.query(Sailor).options(load_only(Sailor.password)).first()", 1),
        ("return db.query(Sailor).options(defer(Sailor.password)).first()", 0),
        ("return db.query(Sailor).options(defer(Sailor.email)).first()", 1),
        ("return without(db)", 0),
        ("return whole(db)", 1),
        ("sailor = db.query(Sailor).first()\n    del sailor.password\n    return sailor", 0),
        ("sailor = db.query(Sailor).first()\n    del sailor.email\n    return sailor", 1),
        ("sailor = db.query(Sailor).first()\n    sailor.password = None\n    return sailor", 0),
        (
            "sailor = db.query(Sailor).first()\n    delattr(sailor, 'password')\n    return sailor",
            0,
        ),
        ("return db.query(Diver).first()", 0),
        ("return db.query(Sailor).with_entities(Sailor.email).first()", 0),
        ("return db.scalars(select(Sailor).with_only_columns(Sailor.email)).first()", 0),
    ],
)
def test_what_is_not_loaded_is_not_sent(body, found):
    assert len(lines(RULE, f"{TOP}@app.get('/s')\ndef read(db):\n    {body}\n")) == found


def test_what_a_route_leaves_out_of_no_model_is_sent_all_the_same():
    # FastAPI leaves fields out of a response only where a model describes it.
    route = "@app.get('/s', response_model_exclude={'password'})\ndef read(db):"
    assert lines(RULE, f"{TOP}{route}\n    return db.query(Sailor).first()\n")
