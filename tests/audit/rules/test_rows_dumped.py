"""Rows that a method of their own turns into a mapping of all their columns."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

TOP = """from typing import Generic, TypeVar
from fastapi import Depends, FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import Column, String, inspect
from sqlalchemy.orm import declarative_base
Made = declarative_base()
Kind = TypeVar("Kind")
class Base(Made):
    __abstract__ = True
    def to_dict(self, exclude=None):
        DUMP
class Sailor(Base):
    __tablename__ = "sailors"
    email = Column(String)
    hashed_password = Column(String)
class Boat(Base):
    __tablename__ = "boats"
    name = Column(String)
class Store(Generic[Kind]):
    async def get(self, key) -> Kind:
        return await self.model.get(key)
class Sailors(Store[Sailor]):
    pass
class Boats(Store[Boat]):
    pass
sailors, boats = Sailors(), Boats()
class Shown(BaseModel):
    email: str
class Success(JSONResponse):
    def __init__(self, data=None, code=200):
        super().__init__(content={"data": data}, status_code=code)
app = FastAPI()
def current(db): ...
"""
COLUMNS = "return {c.name: getattr(self, c.name) for c in self.__table__.columns}"
DUMPS = [
    COLUMNS,
    "return {c.key: getattr(self, c.key) for c in inspect(self).mapper.column_attrs}",
    "return dict(self.__dict__)",
    (
        "found = {}\n        for name in self._meta.db_fields:\n"
        "            found[name] = getattr(self, name)\n        return found"
    ),
]


def source(body: str, dump: str = COLUMNS, given: str = "") -> str:
    route = (
        f"@app.get('/s'{given})\nasync def read(db, me: Sailor = Depends(current)):\n    {body}\n"
    )
    return TOP.replace("DUMP", dump) + route


@pytest.mark.parametrize("dump", DUMPS)
def test_a_mapping_of_all_columns_holds_the_password(dump):
    assert len(lines(RULE, source("return me.to_dict()", dump))) == 1


@pytest.mark.parametrize(
    ("body", "given"),
    [
        ("return {'me': me.to_dict()}", ""),
        ("return me.__dict__", ""),
        ("return vars(me)", ""),
        ("return [each.to_dict() for each in db.query(Sailor).all()]", ""),
        ("found = await sailors.get(1)\n    return found.to_dict()", ""),
        ("return await sailors.get(1)", ""),
        ("return JSONResponse(me.to_dict())", ""),
        ("return JSONResponse({'me': me.to_dict()})", ", response_model=Shown"),
        ("told = me.to_dict()\n    return Success(data=told)", ", response_model=Shown"),
    ],
)
def test_wherever_it_is_sent(body, given):
    assert len(lines(RULE, source(body, given=given))) == 1


@pytest.mark.parametrize(
    ("body", "dump", "given"),
    [
        ("return me.to_dict()", COLUMNS, ", response_model=Shown"),
        ("return me.to_dict(exclude=['hashed_password'])", COLUMNS, ""),
        ("return me.to_dict(exclude=HIDDEN)", COLUMNS, ""),
        ("told = me.to_dict()\n    told.pop('hashed_password')\n    return told", COLUMNS, ""),
        ("return me.to_dict()", "return {'email': self.email}", ""),
        ("return me.to_dict()", COLUMNS.replace("}", " if c.name != 'hashed_password'}"), ""),
        ("found = await boats.get(1)\n    return found.to_dict()", COLUMNS, ""),
        ("return len(me.to_dict())", COLUMNS, ""),
        ("return Success(data=Shown(email=me.email).model_dump())", COLUMNS, ""),
    ],
)
def test_what_is_left_out_is_left_alone(body, dump, given):
    assert lines(RULE, source(body, dump, given)) == []


def test_a_list_of_the_class_may_hide_it():
    hidden = "    hidden = ['hashed_password']\n    hashed_password ="
    dump = COLUMNS.replace("}", " if c.name not in self.hidden}")
    text = source("return me.to_dict()", dump).replace("    hashed_password =", hidden)
    assert lines(RULE, text) == []
