"""Keys that are put together from characters that are drawn."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

SOURCE = """import random
import secrets
import string
import jwt
LETTERS = string.ascii_letters + string.digits
KEY = {key}
def sign(claims):
    return jwt.encode(claims, KEY, algorithm="HS256")
"""


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("''.join(secrets.choice(LETTERS) for _ in range(64))", "met"),
        ("''.join([secrets.choice(LETTERS) for _ in range(size())])", "met"),
        ("''.join(random.SystemRandom().choices(LETTERS, k=64))", "met"),
        ("''.join(secrets.SystemRandom().choice(LETTERS) for _ in range(40))", "met"),
        ("''.join(secrets.choice(LETTERS) for _ in range(12))", "partial"),
        ("''.join(random.SystemRandom().choices(LETTERS, k=8))", "partial"),
        # What one draws of these tells the next.
        ("''.join(random.choice(LETTERS) for _ in range(64))", "partial"),
        ("''.join(random.choices(LETTERS, k=64))", "partial"),
        ("''.join(random.sample(LETTERS, k=50))", "partial"),
        ("random.randbytes(32).hex()", "partial"),
        ("str(random.randint(0, 10**9))", "partial"),
        ("','.join(LETTERS)", "unknown"),
    ],
)
def test_what_draws_decides(key, verdict):
    assert judge(facts(SOURCE.format(key=key))).verdict.value == verdict
