"""Passwords that are given to rows that a session was asked for."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.password_hashing import RULE

SOURCE = """from fastapi import FastAPI
from fastapi_sqlalchemy import db
from pydantic import BaseModel
from sqlalchemy import Column, String, select
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(String, primary_key=True)
    password = Column(String)
class Change(BaseModel):
    password: str
app = FastAPI()
@app.put("/users/{{id}}")
def change(id: str, change: Change):
    row = {query}
    row.password = {given}
"""


@pytest.mark.parametrize(
    "query",
    [
        "db.session.query(User).filter(User.id == id).first()",
        "db.session.get(User, id)",
        "db.session.scalars(select(User).where(User.id == id)).one()",
    ],
)
@pytest.mark.parametrize(("given", "found"), [("change.password", True), ("hashed(id)", False)])
def test_what_a_row_is_given_is_stored(query, given, found):
    assert lines(RULE, SOURCE.format(query=query, given=given)) == [17] * found


def test_rows_of_other_tables_have_no_passwords():
    source = SOURCE.format(query="client.fetch(id)", given="change.password")
    assert lines(RULE, source) == []
