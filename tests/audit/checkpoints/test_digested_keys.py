"""Keys of tokens that are digests: they are as good as what they are made of."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

SOURCE = """import base64
import hashlib
import os
import secrets
import jwt
KEY = {key}
def sign(claims: dict) -> str:
    return jwt.encode(claims, KEY, algorithm="HS256")
"""


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ('hashlib.sha256(b"a word").hexdigest()', "not_met"),
        ('hashlib.new("sha256", b"a word").digest()', "not_met"),
        ('base64.urlsafe_b64encode(hashlib.sha256("a word".encode()).digest())', "not_met"),
        ('hashlib.sha256(os.environ["APP_KEY"].encode()).hexdigest()', "unknown"),
        ("hashlib.sha256(secrets.token_bytes(32)).hexdigest()[:64]", "met"),
    ],
)
def test_a_digest_hides_nothing(key, verdict):
    assert judge(facts(SOURCE.format(key=key))).verdict.value == verdict


def test_the_digest_of_a_configured_password_is_borrowed():
    source = """import hashlib
import jwt
from plant import config
def check(token: str):
    key = hashlib.sha256(config.login_password.encode()).hexdigest()
    return jwt.decode(token, key, algorithms=["HS256"])
"""
    assert judge(facts(source)).verdict.value == "not_met"


UNVERIFIED = """import jwt
def own(token: str, keys):
    return jwt.decode(token, keys.find(token), algorithms=["RS256"])
def look(token: str):
    return jwt.decode(token, None, options={options})
"""


def test_what_is_not_verified_needs_no_key():
    found = facts(UNVERIFIED.format(options='{"verify_signature": False}'))
    assert judge(found).verdict.value == "not_applicable"
    assert not [call for call, _ in found.tokens.keys if call.node.lineno > 3]
    # Whose signature is looked at needs one.
    found = facts(UNVERIFIED.format(options='{"verify_aud": False}'))
    assert [call for call, _ in found.tokens.keys if call.node.lineno > 3]
