"""Texts in the column of a password that are none: words for another login, and hashes."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.password_hashing import RULE
from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE as IN_SOURCE

SOURCE = """from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class Keeper(Base):
    __tablename__ = "keepers"
    password: Mapped[str]
def add(session):
    session.add(Keeper(password=%r))
"""


@pytest.mark.parametrize(
    "text",
    [
        *("oauth2", "not used", "via-saml2", "set_by_google", "n/a, oauth2"),
        "scrypt:32768:8:1$salt$0a1b2c3d",
        "pbkdf2:sha256:600000$salt$0a1b2c3d",
        "sha256$salt$0a1b2c3d",
        "bcrypt_sha256$$2b$12$salt",
        "5e884898da28047151d0e56f8dc62927",
    ],
)
def test_they_stand_for_none(text):
    assert lines(RULE, SOURCE % text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("oauth2", []),
        ("via-saml2", []),
        ("scrypt:32768:8:1$salt$0a1b2c3d", []),
        ("oauth2-99", [7]),
        ("harbour-7", [7]),
        ("harbour", [7]),
    ],
)
def test_they_are_no_secrets_in_the_source(text, found):
    assert lines(IN_SOURCE, SOURCE % text) == found


@pytest.mark.parametrize(
    "text", ["harbour-7", "Winter 99", "p@ssword", "hunter", "scrypt7", "sha256", "qwerty"]
)
def test_passwords_are_told(text):
    assert lines(RULE, SOURCE % text) == [7]
