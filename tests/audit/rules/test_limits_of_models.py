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
