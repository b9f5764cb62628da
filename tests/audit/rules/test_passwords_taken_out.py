"""Passwords that are taken out of a document, or of a copy of a row, before it is sent."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

TOP = """from fastapi import Depends, FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from sqlmodel import Field, Session, SQLModel
app = FastAPI()
db = AsyncIOMotorClient()["harbour"]
HIDDEN = ("password", "_id")
STARS = "***"
class Sailor(SQLModel, table=True):
    id: int = Field(primary_key=True)
    password: str
def connect() -> Session: ...
def without_private(document):
    document.pop("password")
def touched(document):
    document["seen"] = True
@app.post("/sailors")
async def add(email: str, password: str):
    await db.sailors.insert_one({"email": email, "password": hashed(password)})
"""
DOCUMENT = """@app.put("/s")
async def read(email: str, password: str):
    sailor = await db.sailors.find_one({{"email": email}})
    {body}
    return sailor
"""
ROW = """@app.put("/s")
def read(password: str, db: Session = Depends(connect)):
    sailor = db.get(Sailor, 1).model_dump()
    {body}
    return sailor
"""


@pytest.mark.parametrize("route", [DOCUMENT, ROW])
@pytest.mark.parametrize(
    "body",
    [
        "if sailor['password'] == '': raise ValueError",
        "if sailor['password'] != password: return {}",
        "if 'password' not in sailor: raise KeyError",
        "sailor['password'] = hashed(password)",
        "sailor.update(password=hashed(password))",
        "sailor.update({'name': '***'})",
        "for key in ('name', '_id'): sailor.pop(key, None)",
        "touched(sailor)",
    ],
)
def test_it_is_still_there(route, body):
    assert len(lines(RULE, TOP + route.format(body=body))) == 1


@pytest.mark.parametrize("route", [DOCUMENT, ROW])
@pytest.mark.parametrize(
    "body",
    [
        "sailor['password'] = '***'",
        "sailor['password'] = STARS",
        "sailor['password'] = '*' * 8",
        "del sailor['password']",
        "sailor.update(password='***')",
        "sailor.update({'password': None})",
        "for key in ('password', '_id'): sailor.pop(key, None)",
        "for key in HIDDEN: sailor.pop(key, None)",
        "for key in ['password']: del sailor[key]",
        "for key in elsewhere(): sailor.pop(key, None)",
        "without_private(sailor)",
        "sailor = {k: v for k, v in sailor.items() if k != 'password'}",
        "sailor = {k: v for k, v in sailor.items() if k not in ('_id', 'password')}",
    ],
)
def test_it_is_taken_out(route, body):
    assert lines(RULE, TOP + route.format(body=body)) == []


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("sailor and {'id': sailor.id}", 0),
        ("{'first': sailors and sailors[0].id == 1}", 0),
        ("sailor is not None and sailor", 1),
        ("sailor or {}", 1),
        ("{'sailor': sailor and sailors and sailor}", 1),
    ],
)
def test_what_stands_before_and_is_a_condition(value, count):
    route = f"""@app.get("/s")
def read(db: Session = Depends(connect)):
    sailor = db.get(Sailor, 1)
    sailors = db.exec(select(Sailor)).all()
    return {value}
"""
    source = TOP.replace("SQLModel\n", "SQLModel, select\n", 1) + route
    assert len(lines(RULE, source)) == count
