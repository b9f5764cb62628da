"""Models whose class methods are asked as those of an active record are."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.routes_leave_data_to_repositories import RULE

TOP = """from fastapi import Depends, FastAPI
from fastapi_sqlalchemy import db
from sqlalchemy.orm import DeclarativeBase, Session
app = FastAPI()
class Base(DeclarativeBase):
    @classmethod
    def get(cls, key: int, *, session: Session): return session.get(cls, key)
    @classmethod
    def create(cls, *, session: Session, **given): session.add(cls(**given))
    @classmethod
    def delete(cls, key: int, session: Session): ...
    @classmethod
    def cheapest(cls, *, session: Session): return session.query(cls).first()
    @classmethod
    def get_or_none(cls, key: int): return None
class Lamp(Base): ...
class Shade(Base):
    @classmethod
    def get(cls, key: int, *, session: Session): return session.query(cls).first()
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return Lamp.get(1, session=db.session)", [21]),
        ("return Lamp.get(session=held, key=1)", [21]),
        ("for each in [1, 2]:\n        Lamp.create(session=db.session, name=each)", [21]),
        ("Lamp.delete(1, held)", [21]),
        # What a project calls after its own subject is its repository.
        ("return Lamp.cheapest(session=db.session)", []),
        ("return Shade.get(1, session=held)", []),
        ("return Lamp.get_or_none(1)", []),
    ],
)
def test_a_model_that_is_given_the_session_is_the_database(body, found):
    route = f"@app.get('/lamps')\ndef a(held: Session = Depends()):\n    {body}\n"
    assert lines(RULE, TOP + route) == found
