"""Passwords that are stored as they stand in the source, and digests of what is configured."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.checkpoints.password_hash import judge
from fastscaffold.audit.rules.password_hashing import RULE

HEAD = """import bcrypt, hashlib, os
from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class Member(Base):
    __tablename__ = "members"
    name: Mapped[str]
    password: Mapped[str]
class Sealed(Base):
    __tablename__ = "sealed"
    password_hash: Mapped[str]
PARTNER_PASSWORD = os.getenv("PARTNER_PASSWORD")
"""
LINE = HEAD.count("\n") + 2


@pytest.mark.parametrize(
    ("made", "count"),
    [
        ("Member(name='root', password='harbour-7')", 1),
        ("Member(name='root', password='admin')", 1),
        ("Member(name='root', password='LDAP')", 0),
        ("Member(name='root', password='external_login')", 0),
        ("Member(name='root', password='')", 0),
        ("Member(name='root', password='$2b$12$abcdefghijklmnopqrstuv')", 0),
        ("Member(name='root', password=bcrypt.hashpw(b'harbour-7', bcrypt.gensalt()))", 0),
        ("Sealed(password_hash='fake-hash-1')", 0),
        ("Client(password='harbour-7')", 0),
    ],
)
def test_a_row_is_made_with_one(made, count):
    assert lines(RULE, f"{HEAD}def start():\n    return {made}\n") == [LINE] * count


@pytest.mark.parametrize(
    ("given", "count"),
    [("PARTNER_PASSWORD", 0), ("NAME + PARTNER_PASSWORD", 0), ("password", 1)],
)
def test_a_digest_of_what_the_environment_says_is_none_of_a_user(given, count):
    source = f"def sign(password):\n    return hashlib.sha1(({given}).encode()).hexdigest()\n"
    assert lines(RULE, f"{HEAD}NAME = 'shop'\n{source}") == [LINE + 1] * count


def test_paths_that_hash_are_not_judged_by_what_the_source_gives_an_account():
    made = "def start():\n    return Member(name='root', password='harbour-7')\n"
    hashing = "def seal(told):\n    return bcrypt.hashpw(told, bcrypt.gensalt())\n"
    assert judge(facts(HEAD + made)).verdict.value == "not_met"
    assert judge(facts(HEAD + made + hashing)).verdict.value == "met"
