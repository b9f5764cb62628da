"""Passwords that are compared as they came where they are no hash, and passwords that are made."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.password_hash import judge

HEAD = """import bcrypt
import hashlib
import hmac
from passlib.context import CryptContext
context = CryptContext(schemes=["bcrypt"])
def verify(plain, hashed):
    return context.verify(plain, hashed)
"""


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (
            "    try:\n        return verify(plain, kept)\n    except ValueError:\n        return plain == kept\n",
            "partial",
        ),
        (
            "    if kept.startswith('$2b$'):\n        return verify(plain, kept)\n    return kept == plain\n",
            "partial",
        ),
        (
            (
                "    if not bcrypt.checkpw(plain.encode(), kept.encode()):\n"
                "        return hmac.compare_digest(plain.encode(), kept.encode())\n"
            ),
            "partial",
        ),
        (
            (
                "    stored = config.auth.password\n    if stored.startswith('$2'):\n"
                "        ok = verify(sent.password, stored)\n    elif sent.password != stored:\n        raise ValueError\n"
            ),
            "partial",
        ),
        ("    return verify(plain, kept)\n", "met"),
        # Both are sent, or one is no password.
        (
            "    if plain != repeated:\n        raise ValueError\n    return verify(plain, kept)\n",
            "met",
        ),
        ("    if plain == '':\n        raise ValueError\n    return verify(plain, kept)\n", "met"),
        ("    if plain == ADMIN:\n        return True\n    return verify(plain, kept)\n", "met"),
        # A hash is what is compared.
        ("    return bcrypt.hashpw(plain, kept) == kept and verify(plain, kept)\n", "met"),
    ],
)
def test_a_hash_that_may_be_the_password_itself(body, verdict):
    source = f"{HEAD}def check(plain, kept, repeated, sent, config):\n{body}"
    assert judge(facts(source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        # Both are sent: one is verified, and the other is kept.
        (
            "    if sent.old == sent.new:\n        raise ValueError\n    change(user, sent.old, sent.new)\n",
            "met",
        ),
        (
            "    if sent.old == sent.new:\n        raise ValueError\n    user.check_password(sent.old, sent.new)\n",
            "met",
        ),
        # What verifies is told whose it is, and hands both on.
        (
            "    if user.kept == sent.old:\n        return True\n    return same(user, sent.old, hashed=user.kept)\n",
            "partial",
        ),
        # Something else that it is told.
        (
            "    if user == sent.old:\n        return True\n    return same(user, sent.old, user.kept)\n",
            "met",
        ),
    ],
)
def test_functions_that_verify_among_other_things(body, verdict):
    source = f"""{HEAD}def change(user, current, new):
    if not verify(current, user.kept):
        raise ValueError
    user.kept = context.hash(new)
def same(user, plain, hashed):
    log(user)
    return verify(plain.strip(), hashed)
def update(user, sent):
{body}"""
    assert judge(facts(source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("name", "given", "verdict"),
    [
        ("generate_share_password", "share.id", "not_applicable"),
        ("derive_share_password", "share.id", "not_applicable"),
        ("generate_share_password", "payload.password", "not_met"),
        # As hashers are called, too.
        ("make_password", "raw", "not_met"),
        ("create_password", "raw", "not_met"),
        ("_build_password", "raw", "not_met"),
        ("new_password", "raw", "not_met"),
        ("generate_password_hash", "raw", "not_met"),
        ("create_password_digest", "raw", "not_met"),
        ("password_of", "raw", "not_met"),
    ],
)
def test_what_makes_a_password_of_something_else_hashes_none(name, given, verdict):
    source = f"""import hashlib
def {name}(text):
    return hashlib.sha1(text.encode()).hexdigest()
def add(share, payload, raw):
    share.key = {name}({given})
"""
    assert judge(facts(source)).verdict.value == verdict


def test_what_nothing_calls_is_told_by_its_name():
    source = (
        "import hashlib\ndef generate_password(text):\n    return hashlib.sha1(text).hexdigest()\n"
    )
    assert judge(facts(source)).verdict.value == "not_met"


def test_a_hasher_that_makes_what_is_kept_and_compared():
    source = """import hashlib
from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase):
    pass
class User(Base):
    __tablename__ = "users"
    password: Mapped[str]
def make_password(raw):
    return hashlib.sha256(raw.encode()).hexdigest()
def check(raw, kept):
    return make_password(raw) == kept
def create(session, secret):
    session.add(User(password=make_password(secret)))
"""
    assert judge(facts(source)).verdict.value == "not_met"
