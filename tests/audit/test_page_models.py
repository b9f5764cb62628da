"""Models that are a page of a list, and those that are a thing with some others in it."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Boat(BaseModel):
    name: str
class Numbers(BaseModel):
    page: int
    per_page: int
    total_pages: int
class Sums(BaseModel):
    total: int
    tax: int
class Answer(BaseModel):
"""


@pytest.mark.parametrize(
    ("fields", "name", "is_page"),
    [
        ("boats: list[Boat]; total: int", "Answer", True),
        ("boats: list[Boat]; total_boats: int; harbour_id: str", "Answer", True),
        ("boats: list[Boat]; boat_count: int", "Answer", True),
        ("sold: list[Boat]; rented: list[Boat]", "BoatListResponse", True),
        ("run_id: int; steps: list[Boat]", "Answer", False),
        ("payer: str; junior_count: int; boats: list[Boat]", "Answer", False),
        ("year: int; total_paid: float; boats: list[Boat]", "Answer", False),
        ("sold: list[Boat]; rented: list[Boat]", "Answer", False),
        ("boats: list[Boat]; numbers: Numbers", "Answer", True),
        ("boats: list[Boat]; numbers: Numbers | None = None", "Answer", True),
        ("boats: list[Boat]; id: int; numbers: Numbers", "Answer", False),
        ("boats: list[Boat]; sums: Sums", "Answer", False),
    ],
)
def test_a_page_has_numbers_of_its_items(fields, name, is_page):
    top = TOP.replace("Answer", name)
    source = f"{top}    {fields}\n@app.get('/')\ndef read() -> {name}: ...\n"
    assert bool(lines(RULE, source)) is is_page


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ("page_size=settings.per_page", False),
        ("page_size=20", False),
        ("page_size=size", True),
        ("", True),
    ],
)
def test_a_library_that_cuts_by_a_setting_cuts(size, found):
    source = f"""from fastapi import FastAPI
from pydantic import BaseModel
from pydantic_settings import BaseSettings
from sqlalchemy_filters import apply_pagination
class Settings(BaseSettings):
    per_page: int = 20
settings = Settings()
class Boat(BaseModel):
    name: str
app = FastAPI()
@app.get('/')
def read(db, page: int = 1, size: int = 10) -> list[Boat]:
    return cut(db.query(Boat), page, size)
def cut(items, page, size):
    query, _ = apply_pagination(items, page_number=page, {size})
    return query.all()
"""
    if not found:
        source = source.replace(", size: int = 10", "").replace(", size)", ")")
    assert bool(lines(RULE, source)) is found
