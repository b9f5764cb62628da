"""Searches that a body asks for, and lists that only a helper tells of."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """from fastapi import FastAPI
from pydantic import BaseModel, Field
app = FastAPI()
class Boat(BaseModel):
    name: str
class Wanted(BaseModel):
    name: str
    limit: int = Field(20, le=100)
class Anything(BaseModel):
    name: str
class Ranked(BaseModel):
    name: str
    top_k: int = Field(5, ge=1, le=50)
class Unranked(BaseModel):
    name: str
    top_k: int = 5
class BoatListResponse(BaseModel):
    message: str
    data: list[Boat]
class BoatResponse(BaseModel):
    data: list[Boat]
    captain: Boat
def find(name) -> list[Boat]: ...
def find_page(name) -> BoatListResponse: ...
def find_one(name) -> BoatResponse: ...
def names(name) -> list[str]: ...
def one(name) -> Boat: ...
"""


@pytest.mark.parametrize(
    ("route", "is_found"),
    [
        ("@app.post('/boats/search')\ndef read(body: Anything) -> list[Boat]: ...", True),
        ("@app.post('/boats')\ndef search_boats(body: Anything) -> list[Boat]: ...", True),
        ("@app.post('/boats/search')\ndef read(body: Wanted) -> list[Boat]: ...", False),
        ("@app.post('/boats/search')\ndef read(body: Ranked) -> list[Boat]: ...", False),
        ("@app.post('/boats/search')\ndef read(body: Unranked) -> list[Boat]: ...", True),
        ("@app.get('/boats')\ndef read(name: str):\n    return find_page(name)", True),
        ("@app.get('/boats')\ndef read(name: str):\n    return find_one(name)", False),
        ("@app.post('/boats')\ndef create(body: Anything) -> list[Boat]: ...", False),
        ("@app.post('/boats/search')\ndef read(body: Anything):\n    return find(body)", True),
        (
            "@app.get('/boats')\ndef read(name: str):\n    boats = find(name)\n    return boats",
            True,
        ),
        ("@app.get('/boats')\ndef read(name: str):\n    return names(name)", False),
        ("@app.get('/boats')\ndef read(name: str):\n    return one(name)", False),
        ("@app.get('/boats')\ndef read(name: str) -> Boat:\n    return find(name)", False),
    ],
)
def test_searches_and_what_helpers_return(route, is_found):
    assert bool(lines(RULE, f"{TOP}{route}\n")) is is_found
