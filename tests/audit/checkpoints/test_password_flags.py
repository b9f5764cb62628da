"""Columns that say something about a password, and hold none."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.password_hash import judge

SOURCE = """import bcrypt
from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    password_hash: Mapped[str]
    {name}: Mapped[{kind}]
class Change(BaseModel):
    {name}: {kind}
def hashed(password: str) -> bytes:
    return bcrypt.hashpw(password, bcrypt.gensalt())
def change(user: User, payload: Change) -> None:
    for key, value in payload.model_dump().items():
        setattr(user, key, value)
"""


@pytest.mark.parametrize(
    ("name", "kind", "verdict"),
    [
        ("needs_to_change_password", "bool", "met"),
        ("requires_password", "bool", "met"),
        ("force_password_change", "bool", "met"),
        ("login_password", "str", "partial"),
    ],
)
def test_flags_are_no_passwords(name, kind, verdict):
    assert judge(facts(SOURCE.format(name=name, kind=kind))).verdict.value == verdict
