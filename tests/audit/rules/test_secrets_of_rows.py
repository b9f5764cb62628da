"""Rows of tables with other secrets than passwords, which routes return as they are."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

SOURCE = """from fastapi import FastAPI
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase
app = FastAPI()
class Base(DeclarativeBase): ...
class Seat(Base):
    __tablename__ = "seats"
    id = Column(Integer, primary_key=True)
    {column} = Column(String)
def seats(db):
    return db.query(Seat).all()
@app.{method}("/seats")
def answer(db){declared}:
    return seats(db)
"""


@pytest.mark.parametrize(
    ("column", "method", "declared", "found"),
    [
        ("refresh_token", "get", "", True),
        ("hashed_refresh_token", "get", "", True),
        ("access_token", "get", "", True),
        ("mfa_secret", "get", "", True),
        ("api_key", "get", "", True),
        ("push_token", "get", "", False),
        ("token_type", "get", "", False),
        # What makes it hands it out.
        ("refresh_token", "post", "", False),
        ("password", "post", "", True),
        ("refresh_token", "get", " -> dict", False),
    ],
)
def test_secrets_of_rows_that_are_returned(column, method, declared, found):
    made = lines(RULE, SOURCE.format(column=column, method=method, declared=declared))
    assert bool(made) == found
