"""Passwords that are stored with a word beside them, and hashed by nothing."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.password_hashing import RULE

SOURCE = """import hashlib
import bcrypt
from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    hashed_password: Mapped[str]
class NewUser(BaseModel):
    password: str
def marked(raw):
    return "hashed:" + raw
def hashed(raw):
    return bcrypt.hashpw(raw, bcrypt.gensalt())
def register(payload: NewUser):
    kept = %s
    return User(hashed_password=kept)
"""


@pytest.mark.parametrize(
    "value",
    [
        'payload.password + "-hashed"',
        '"hashed-" + payload.password',
        'f"hashed-{payload.password}"',
        "marked(payload.password)",
        "marked(raw=payload.password)",
    ],
)
def test_a_word_beside_it_hides_nothing(value):
    assert lines(RULE, SOURCE % value) == [17]


@pytest.mark.parametrize(
    "value",
    [
        "hashed(payload.password)",
        'hashed(payload.password + "pepper")',
        'bcrypt.hashpw("pepper" + payload.password, bcrypt.gensalt())',
        '"{bcrypt}" + hashed(payload.password)',
    ],
)
def test_what_is_hashed_is_left_alone(value):
    assert lines(RULE, SOURCE % value) == []


def test_a_scheme_is_told_once():
    source = 'from passlib.context import CryptContext\nc = CryptContext(schemes=["sha512_crypt"])'
    assert lines(RULE, source) == [2]


COMPARED = (
    SOURCE.partition("def register")[0]
    + """def find(db, payload: NewUser):
    password = payload.password
    return db.scalar(select(User).where(%s))
def look(db, payload: NewUser):
    row = db.get(User, 1)
    return %s
"""
)
PLAIN = COMPARED.replace("bcrypt.hashpw(raw, bcrypt.gensalt())", "other(raw)")


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("User.hashed_password == payload.password", [17]),
        ('User.hashed_password == payload.password + "-hashed"', [17]),
        ("password == User.hashed_password", [17]),
        ("User.hashed_password == hashed(payload.password)", []),
        ("User.hashed_password == None", []),
        ("Other.hashed_password == payload.password", []),
        ("User.id == payload.password", []),
    ],
)
def test_what_rows_are_compared_with_by_a_query(where, found):
    assert lines(RULE, PLAIN % (where, "row")) == found
    # Where passwords are hashed, what is compared may be a hash by then.
    assert lines(RULE, COMPARED % (where, "row")) == []


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("row.hashed_password != payload.password", [20]),
        ("hashed(payload.password) == row.hashed_password", []),
        ("payload.hashed_password == payload.password", []),
    ],
)
def test_what_rows_are_compared_with_by_hand(answer, found):
    assert lines(RULE, PLAIN % ("True", answer)) == found


def test_where_it_is_stored_says_enough():
    source = PLAIN % ("User.hashed_password == payload.password", "row")
    source += "def add(payload: NewUser):\n    return User(hashed_password=payload.password)\n"
    assert lines(RULE, source) == [22]
