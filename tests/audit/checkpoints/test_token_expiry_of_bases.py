"""Tokens of classes that hand their lifetime on to the class that they derive from."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

TOKENS = """import time
import jwt
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    access_ttl: int = {access}
    refresh_ttl: int = {refresh}
settings = Settings()
class Token:
    def __init__(self, ttl, subject):
        self._ttl = ttl
        self._subject = subject
    def encode(self, key):
        payload = {{"sub": self._subject}}
        if self._ttl > 0:
            payload["exp"] = time.time() + self._ttl
        return jwt.encode(payload, key)
    @classmethod
    def decode(cls, token, key):
        ttl = 0.0
        payload = jwt.decode(token, key, algorithms=["HS256"])
        return cls(ttl, payload["sub"])
class AccessToken(Token):
    def __init__(self, ttl, user):
        {super}.__init__(ttl, user)
class RefreshToken(Token):
    def __init__(self, ttl, user):
        {super}.__init__(ttl, user)
def login(user, key):
    access = AccessToken(settings.access_ttl, user).encode(key)
    refresh = RefreshToken(settings.refresh_ttl, user).encode(key)
    return access, refresh
"""
WEEK, QUARTER = 7 * 24 * 3600, 90 * 24 * 3600


@pytest.mark.parametrize("parent", ["super()", "super(__class__, self)"])
@pytest.mark.parametrize(
    ("access", "refresh", "verdict"),
    [
        (900, WEEK, "met"),
        (QUARTER, QUARTER, "not_met"),
        (900, QUARTER, "partial"),
    ],
)
def test_a_base_signs_what_others_give_it(parent, access, refresh, verdict):
    text = TOKENS.format(access=access, refresh=refresh, super=parent)
    assert judge(facts(text)).verdict.value == verdict


def test_an_end_at_once_tells_nothing():
    text = (
        "import time\nimport jwt\ndef sign(key): return jwt.encode({'exp': time.time() + 0}, key)"
    )
    assert judge(facts(text)).verdict.value == "unknown"
