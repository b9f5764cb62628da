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
