"""Rows that a route returns as they are hold what their table holds."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

TOP = """from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import Column, String, func, select
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Sailor(Base):
    __tablename__ = "sailors"
    email = Column(String)
    hashed_password = Column(String)
class Boat(Base):
    __tablename__ = "boats"
    name = Column(String)
class Shown(BaseModel):
    email: str
app = FastAPI()
def load(db) -> Sailor:
    return db.query(Sailor).first()
def current(db): ...
"""


@pytest.mark.parametrize(
    "body",
    [
        "return db.query(Sailor).all()",
        "return (await db.execute(select(Sailor))).scalars().all()",
        "return {'sailor': await db.get(Sailor, 1)}",
        "return me",
        "return load(db)",
        "sailor = Sailor(email='x')\n    db.add(sailor)\n    return sailor",
        (
            "query = select(Sailor)\n    found = await db.execute(query)\n    rows = found.scalars()\n"
            "    return rows.all()"
        ),
    ],
)
def test_rows_with_a_password_are_found(body):
    route = f"@app.get('/s')\nasync def read(db, me: Sailor = Depends(current)):\n    {body}\n"
    assert len(lines(RULE, TOP + route)) == 1


@pytest.mark.parametrize(
    ("decorator", "body"),
    [
        ("@app.get('/s', response_model=Shown)", "return db.query(Sailor).first()"),
        ("@app.get('/s')", "return db.query(Boat).all()"),
        ("@app.get('/s')", "return db.query(Sailor.email).all()"),
        ("@app.get('/s')", "return db.query(Sailor).count()"),
        ("@app.get('/s')", "return {'email': me.email}"),
        ("@app.get('/s')", "return db.scalar(select(func.count(Sailor.email)))"),
        ("@app.get('/s')", "return Shown(email=me.email)"),
    ],
)
def test_what_is_chosen_of_rows_is_left_alone(decorator, body):
    route = f"{decorator}\nasync def read(db, me: Sailor = Depends(current)):\n    {body}\n"
    assert lines(RULE, TOP + route) == []


def test_the_key_of_a_model_of_keys_is_one():
    source = """from fastapi import FastAPI
from pydantic import BaseModel
class {name}(BaseModel):
    name: str
    key: str
app = FastAPI()
@app.get('/keys')
def read() -> list[{name}]: ...
"""
    assert lines(RULE, source.replace("{name}", "HarbourAPIKeyOut"))
    assert lines(RULE, source.replace("{name}", "Setting")) == []


def test_a_column_that_is_excluded_is_left_alone():
    source = """from fastapi import FastAPI
from sqlmodel import Field, SQLModel, select
class Sailor(SQLModel, table=True):
    password_hash: str = Field(exclude=True)
app = FastAPI()
@app.get('/s')
def read(db):
    return {'sailor': db.exec(select(Sailor)).first()}
"""
    assert lines(RULE, source) == []
    assert lines(RULE, source.replace("exclude=True", "min_length=3"))


MAPPED = """from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel
app = FastAPI()
class Shown(BaseModel):
    email: str
def shown(sailor):
    return {"email": sailor.email, "password": sailor.password}
def settings_of(sailor):
    return connect({"password": sailor.password})
"""


@pytest.mark.parametrize(
    ("route", "found"),
    [
        ("read(sailor):\n    return shown(sailor)", 1),
        ("read(db):\n    return {'items': [shown(each) for each in db.all()]}", 1),
        (
            "read(db):\n    found = []\n    for each in db:\n        found.append(shown(each))\n    return found",
            1,
        ),
        ("read(s):\n    return JSONResponse({'password_hash': s.password_hash})", 1),
        ("read(s):\n    return {'pass': s['password']}", 1),
        ("read(s):\n    return {'password': str(s['password'])}", 1),
        ("read(s):\n    return {'password': s.get('password', '')}", 1),
        ("read(s):\n    return {'password': bool(s['password'])}", 0),
        ("read(s):\n    return {'must_change_password': s['must_change_password']}", 0),
        ("read(s):\n    return {'password': '***'}", 0),
        ("read(s):\n    return {'has_password': s.password}", 0),
        ("read(s):\n    return {'password': check(s.password)}", 0),
        ("read(sailor):\n    return settings_of(sailor)", 0),
        ("read(sailor):\n    shown(sailor)\n    return {'ok': True}", 0),
        ("read(sailor) -> Shown:\n    return shown(sailor)", 0),
    ],
)
def test_passwords_in_mappings(route, found):
    assert len(lines(RULE, f"{MAPPED}@app.get('/s')\ndef {route}\n")) == found
