"""Passwords that are stored as they came, or hashed by something that is fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.passwords.copied import copied
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Stored passwords; and weak hashes, where there is no strong one beside them."""
    passwords = facts.passwords
    seen: set[tuple[str, int]] = set()
    for each in passwords.stored_plain:
        key = (each.place.path, each.place.line)
        if key not in seen:
            seen.add(key)
            yield Hit(each.place, f"{each.column} is stored as it came.", each.symbol)
    for place, column, function in copied(facts):
        if (place.path, place.line) not in seen:
            yield Hit(place, f"{column} is stored as it came.", function.symbol)
    fast = [each for each in passwords.weak if each not in passwords.slow]
    for place in dict.fromkeys(passwords.stored_weak if passwords.strong else fast):
        yield Hit(place, f"Passwords are hashed by {place.note or 'something weak'}.")


_MODEL = """from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    password_hash: Mapped[str]
"""
_SCHEMA = """from pydantic import BaseModel


class NewUser(BaseModel):
    password: str
"""

RULE = Rule(
    id="SEC003",
    name="password-hashing",
    severity=Severity.P0,
    topic="security",
    seed="bcrypt/argon2",
    what="A password column that is given what a client sent, alone, with a word beside it or with"
    " all other fields of a request, or that is compared with it where no other place stores one"
    " and nothing hashes; a password that is hashed by `hashlib`, its scrypt and its"
    " PBKDF2 of 100 000 iterations or more left out, or by passlib with schemes that are neither"
    " those nor bcrypt nor argon2.",
    why="Whoever reads the table once has the passwords of all users, here and wherever they use"
    " them again. Fast hashes are guessed by the billion a second.",
    bad={
        "app/models.py": _MODEL,
        "app/schemas.py": _SCHEMA,
        "app/users.py": """from app.models import User
from app.schemas import NewUser


def register(payload: NewUser) -> User:
    return User(password_hash=payload.password)
""",
    },
    good={
        "app/models.py": _MODEL,
        "app/schemas.py": _SCHEMA,
        "app/users.py": """from pwdlib import PasswordHash

from app.models import User
from app.schemas import NewUser

hasher = PasswordHash.recommended()


def register(payload: NewUser) -> User:
    return User(password_hash=hasher.hash(payload.password))
""",
    },
    fix="Hash passwords with argon2 (`pwdlib`) or bcrypt before they are stored.",
    check=check,
)
