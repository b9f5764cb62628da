"""Lists that stand in an envelope in an envelope, and those that no schema shows."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

SOURCE = """from typing import Generic, TypeVar
from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
T = TypeVar("T")
class Body(BaseModel, Generic[T]):
    form: dict | None = None
    data: T | None = None
class Reply(BaseModel, Generic[T]):
    status: str
    body: T
class Boat(BaseModel):
    name: str
class Column(BaseModel):
    title: str
NAME = Column(title="Name")
class BoatsData(BaseModel):
    boats: list[Boat]
class BoatsBody(Body[BoatsData]):
    form: dict = {}
class Boats(Reply[BoatsBody]): ...
class BoatData(BaseModel):
    masts: list[Boat]
class BoatReply(Reply[Body[BoatData]]): ...
class BoatListData(BaseModel):
    kind: str
    fields: list[dict]
    extras: dict
class BoatList(Reply[Body[BoatListData]]): ...
class Rows(BaseModel, Generic[T]):
    total: int
    rows: T
ALIAS = Rows[list[Boat]]
ONE = Rows[Boat]
ITSELF = Reply[ITSELF]
class Columns(BaseModel):
    columns: list[Column]
class BoatPage(BaseModel):
    data: list[Boat]
    records_total: int
class Table(BaseModel):
    start: int = 0
    length: int | None = None
class ShortTable(BaseModel):
    start: int = 0
    length: int = Field(10, le=100)
class Trip(BaseModel):
    start: int = 0
    masts: int = 1
hidden = APIRouter(include_in_schema=False)
app = FastAPI()
app.include_router(hidden)
@ROUTE
"""
READ = "\ndef get_boats() -> BoatPage:\n    return run()"
COLUMNS = """
def get_columns() -> Columns:
    columns = list(filter(None, HELD))
    return Columns(columns=columns)"""
FILLED = """
def get_boats() -> BoatsData:
    found = BoatsData(boats=[])
    for each in run():
        found.boats.append(Boat(name=each))
    return found"""


@pytest.mark.parametrize(
    ("route", "is_found"),
    [
        ("app.get('/boats', response_model=Boats)\ndef get_boats():\n    return run('b')", True),
        ("app.get('/boats/{boat_id}', response_model=BoatReply)\ndef get_boat(boat_id: int): ...",
         False),
        ("app.get('/boats', response_model=BoatReply)\ndef get_boats():\n    return run('b')",
         False),
        ("app.get('/boats', response_model=BoatList)\ndef get_boats():\n    return run('b')", True),
        ("hidden.get('/boats')\nasync def get_boats() -> BoatPage:\n    return await run()", True),
        (f"hidden.get('/boats', response_class=HTMLResponse){READ}", False),
        (f"app.get('/columns'){COLUMNS}".replace("HELD", "[NAME, NAME if run() else None]"), False),
        (f"app.get('/columns'){COLUMNS}".replace("HELD", "run()"), True),
        (f"app.get('/boats'){FILLED}", True),
        ("app.get('/boats')\ndef boats() -> Reply[ALIAS]: ...", True),
        ("app.get('/boats')\ndef boats() -> Reply[ONE]: ...", False),
        ("app.get('/boats')\ndef boats() -> Reply[ITSELF]: ...", False),
    ],
)  # fmt: skip
def test_a_list_in_an_envelope(route, is_found):
    found = lines(RULE, SOURCE.replace("ROUTE", route) + "\n")
    assert bool(found) is is_found


@pytest.mark.parametrize(("body", "is_found"), [("Table", True), ("ShortTable", False),
                                                ("Trip", False)])  # fmt: skip
def test_a_page_may_be_asked_for_by_a_body(body, is_found):
    route = f"app.post('/boats')\ndef boats_post(asked: {body}) -> BoatPage:\n    return run()\n"
    found = lines(RULE, SOURCE.replace("ROUTE", route))
    assert bool(found) is is_found
