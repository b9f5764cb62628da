"""Pages of fastapi-pagination whose sizes a project declares anew."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

SOURCE = """from fastapi import FastAPI, Query
from fastapi_pagination import LimitOffsetPage, LimitOffsetParams, paginate
app = FastAPI()
class Numbers(LimitOffsetParams):
    {field}
class Books(LimitOffsetPage[str]):
    {parameters}
@app.get("/books", response_model={model})
def read():
    return paginate(books())
"""
NUMBERS = "__params_type__ = Numbers"


@pytest.mark.parametrize("field", ["limit: int = 50", "limit: int = Query(50, ge=1)"])
@pytest.mark.parametrize("model", ["Books", "Books[str]"])
def test_the_bound_of_the_library_is_lost(field, model):
    source = SOURCE.format(field=field, parameters=NUMBERS, model=model)
    assert lines(RULE, source) == [9]


@pytest.mark.parametrize(
    ("field", "parameters", "model"),
    [
        ("limit: int = Query(50, ge=1, le=100)", NUMBERS, "Books"),
        ("offset: int = 0", NUMBERS, "Books"),
        ("limit: int = 50", "...", "Books"),
        ("limit: int = 50", NUMBERS, "LimitOffsetPage[str]"),
    ],
)
def test_the_bound_of_the_library_is_kept(field, parameters, model):
    source = SOURCE.format(field=field, parameters=parameters, model=model)
    assert lines(RULE, source) == []
