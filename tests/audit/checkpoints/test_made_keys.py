"""Keys that are made at random, and secrets of the same name that are something else."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

HEAD = """import os, secrets
import jwt
from pydantic import BaseModel
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    secret_key: str = ""
settings = Settings()
class Webhook(BaseModel):
    secret_key: str
def sign(store, claims):
    return jwt.encode(claims, {key}, algorithm="HS256")
def start(store):
    {made}
"""


@pytest.mark.parametrize(
    ("key", "made", "is_met"),
    [
        ("settings.secret_key", "settings.secret_key = secrets.token_hex(32)", True),
        ("settings.secret_key", "store.add(Webhook(secret_key=secrets.token_hex(32)))", False),
        ("settings.secret_key", "secret_key = secrets.token_hex(32)", False),
        ("settings.secret_key", "store.set('secret_key', secrets.token_hex(32))", False),
        ("os.getenv('SECRET_KEY', '')", "store.secret_key = secrets.token_hex(32)", False),
        ("store.first().secret_key", "Webhook(secret_key=secrets.token_hex(32))", False),
        ("store.first().secret_key", "store.set('secret_key', secrets.token_hex(32))", True),
    ],
)
def test_what_is_made_is_what_signs(key, made, is_met):
    verdict = judge(facts(HEAD.format(key=key, made=made))).verdict.value
    assert (verdict == "met") is is_met
