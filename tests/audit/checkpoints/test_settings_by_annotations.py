"""Settings whose class only names them, with types, and that a loop reads the environment for."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

SOURCE = """import os
from dotenv import load_dotenv
class Config:
    JWT_SECRET: str
    PORT: int
def get_config() -> Config:
    load_dotenv()
    config = Config()
    for key in {keys}:
        setattr(config, key, os.environ.get(key))
    return config
"""
TOKENS = """import jwt
from app.config import get_config
config = get_config()
class Signer:
    def __init__(self, secret: str):
        self.secret = secret
    def sign(self, claims):
        return jwt.encode(claims, self.secret, algorithm="HS256")
signer = Signer(config.JWT_SECRET)
"""
KEYS = "config.__annotations__"


@pytest.mark.parametrize(
    ("keys", "files", "verdict"),
    [
        (KEYS, {".env": "JWT_SECRET='abc'\n"}, "not_met"),
        ("get_type_hints(Config)", {".env": "JWT_SECRET=abc\n"}, "not_met"),
        (KEYS, {".env.example": "JWT_SECRET=abc\n"}, "unknown"),
        (KEYS, {}, "unknown"),
        ("('PORT',)", {".env": "JWT_SECRET=abc\n"}, "unknown"),
    ],
)
def test_a_key_that_the_repository_sets(keys, files, verdict):
    sources = {"app/config.py": SOURCE.format(keys=keys), "app/tokens.py": TOKENS, **files}
    assert judge(facts(sources)).verdict.value == verdict
