"""Bounds of a limit that a model of parameters describes."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

SOURCE = """from typing import Annotated
from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel, Field
app = FastAPI()
class Item(BaseModel):
    name: str
class Asked(BaseModel):
    page_size: int = {size}
@app.get("/items")
def read(asked: Annotated[Asked, Depends()]) -> list[Item]: ...
"""


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ("Field(20, le=100)", []),
        ('Field(Query(default=20, ge=1, le=100), alias="pageSize")', []),
        ('Field(Query(default=20, ge=1), alias="pageSize")', [10]),
        ("Field(20)", [10]),
    ],
)
def test_what_stands_within_a_field_counts(size, found):
    assert lines(RULE, SOURCE.format(size=size)) == found


COUNTED = """from dataclasses import dataclass, field
from typing import Annotated, ClassVar
from fastapi import Depends, FastAPI, Query
app = FastAPI()
@dataclass
class Asked:
    start: int = 0
    {limit}
@app.get("/items")
async def read(asked: Annotated[Asked, Depends()]) -> dict:
    return await found(select(Item).limit(asked.limit))
"""


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        ("limit: int = 10", [10]),
        ("limit: int = field(default=10)", [10]),
        ("limit: Annotated[int, Query(le=100)] = 10", []),
        ("limit: int = field(default=10, init=False)", []),
        ("limit: ClassVar[int] = 10", []),
    ],
)
def test_what_no_request_fills_in_needs_no_bound(limit, found):
    assert lines(RULE, COUNTED.format(limit=limit)) == found
