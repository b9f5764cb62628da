from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.jwt_secret_strength import RULE
from fastscaffold.audit.rules.token_lifetime import RULE as LIFETIME

CONFIG = """from pydantic import Field
from pydantic_settings import BaseSettings
class Auth(BaseSettings):
    key: str = Field("changeme")
    minutes: int = Field(60)
def other(): ...
told = DUMP
"""
TOKENS = """import jwt
from datetime import datetime, timedelta
from app.config import told
class Issuer:
    key = told.get("key")
    def sign(self, user):
        end = datetime.utcnow() + timedelta(minutes=told["minutes"])
        return jwt.encode({"sub": user, "exp": end}, self.key, algorithm="HS256")
"""


@pytest.mark.parametrize(
    ("dump", "key", "minutes"),
    [
        ("Auth().dict()", [4], [5]),
        ("Auth().model_dump()", [4], [5]),
        ("vars(Auth())", [4], [5]),
        ("other().dict()", [], []),
    ],
)
def test_settings_that_are_made_a_mapping_of(dump, key, minutes):
    files = {"app/config.py": CONFIG.replace("DUMP", dump), "app/tokens.py": TOKENS}
    assert lines(RULE, files) == key
    assert lines(LIFETIME, files) == minutes
