"""What cuts a query, and what is only called so; which POSTs are searches."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """from fastapi import FastAPI
from sqlalchemy import Column, Integer, String, select, text
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Boat(Base):
    __tablename__ = "boats"
    id = Column(Integer, primary_key=True)
    kind = Column(String)
    limit = Column(Integer)
app = FastAPI()
"""


def is_found(route: str) -> bool:
    return bool(lines(RULE, f"{TOP}{route}\n"))


@pytest.mark.parametrize(
    "query",
    [
        "select(Boat).distinct()",
        "select(Boat).order_by(Boat.limit)",
        "select(Boat).where(Boat.id.in_(select(Boat.id))).distinct()",
        "select(Boat).where(Boat.kind == 'speed limit')",
        "select(Boat).filter_by(kind='limit exceeded')",
        "select(Boat).where(Boat.kind == 'limit 5')",
    ],
)
def test_what_is_called_as_a_limit_is_none(query):
    assert is_found(
        f"@app.get('/b')\ndef read(db):\n    return db.execute({query}).scalars().all()"
    )


@pytest.mark.parametrize(
    "query",
    [
        "select(Boat).limit(5)",
        "select(Boat.kind).distinct()",
        "select(Boat).distinct(Boat.kind)",
        "sa.select(sa.distinct(Boat.kind))",
        "sa.select(Boat.kind).where(Boat.id.in_(select(Boat))).distinct()",
        "text('select * from boats limit 5')",
        "text('select * from boats limit :most')",
        "text(f'select * from boats order by {key} LIMIT {most}')",
        "text('select * from boats' + ' LIMIT ' + str(most))",
        "text('select * from boats fetch first 5 rows only')",
    ],
)
def test_what_cuts_a_query(query):
    body = f"    key, most = 'id', 5\n    return db.execute({query}).scalars().all()"
    assert not is_found(f"@app.get('/b')\ndef read(db):\n{body}")


@pytest.mark.parametrize(
    ("path", "name", "found"),
    [
        ("/boats/search", "read", True),
        ("/boats/query", "read", True),
        ("/boats", "search_boats", True),
        ("/list-create", "make", False),
        ("/search/reindex", "search_reindex", False),
        ("/boats/get-old/", "get_old", True),
        ("/boats/get-batch", "get_batch", False),
        ("/boat/get-old", "get_old", False),
        ("/boats/get-old", "create", False),
    ],
)
def test_which_posts_are_searches(path, name, found):
    route = f"@app.post('{path}')\ndef {name}(db):\n    return db.query(Boat).all()"
    assert is_found(route) is found


@pytest.mark.parametrize(
    ("parameter", "body", "found"),
    [
        ("limit: int | None = Query(None, le=100)", "if limit: found = found.limit(limit)", True),
        ("limit: int | None = Query(default=None, le=100)", "found = found.limit(limit)", True),
        ("limit: Annotated[int | None, Query(le=100)] = None", "found = cut(found, limit)", True),
        ("limit: int = Query(20, le=100)", "found = found.limit(limit)", False),
        ("limit: int | None = Query(None, le=100)", "found = found.limit(limit or 20)", False),
        (
            "limit: int | None = Query(None, le=100)",
            "limit = limit or 20; found = found.limit(limit)",
            False,
        ),
        ("limit: int | None = Query(None, le=100)", "found = own(found, limit)", False),
    ],
)
def test_a_limit_that_nobody_has_to_name(parameter, body, found):
    route = (
        "from typing import Annotated\nfrom fastapi import Query\n"
        "def cut(found, most):\n    return found.limit(most)\n"
        f"@app.get('/b')\ndef read(db, {parameter}) -> list[Boat]:\n"
        f"    found = db.query(Boat)\n    {body}\n    return found.all()"
    )
    assert is_found(route) is found


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        ("500 if admin else 100", False),
        ("500", False),
        ("500 if admin else None", True),
        ("admin or None", True),
    ],
)
def test_a_limit_that_depends_on_who_asks(limit, found):
    route = (
        "@app.get('/b')\ndef read(db, admin: bool) -> list[Boat]:\n"
        f"    most = {limit}\n    return db.query(Boat).limit(most).all()"
    )
    assert is_found(route) is found


@pytest.mark.parametrize(
    ("name", "found"),
    [("page_chunk_size", False), ("boats_page_size", False), ("crew_size", True)],
)
def test_sizes_of_pages_by_longer_names(name, found):
    route = (
        "from fastapi import Query\n@app.get('/b')\n"
        f"def read(db, {name}: int = Query(20, le=100)) -> list[Boat]:\n"
        f"    return own(db, {name})"
    )
    assert is_found(route) is found
