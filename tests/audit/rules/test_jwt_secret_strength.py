from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.jwt_secret_strength import RULE

CONFIG = """import secrets
from functools import lru_cache
from typing import Annotated
from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings
def long(value: SecretStr) -> SecretStr:
    secret = value.get_secret_value()
    if len(secret.encode()) < 32:
        raise ValueError("short")
    return value
LONG = AfterValidator(long)
Long = Annotated[SecretStr, LONG]
class Settings(BaseSettings):
    {field}
@lru_cache
def get_settings() -> Settings:
    return Settings()
"""
TOKENS = """from typing import Annotated
from fastapi import Depends
from jose import jwt as tokens
from app.config import Settings, get_settings
class Codec:
    def __init__(self, secret: str) -> None:
        self._secret = secret
    def sign(self, claims):
        return tokens.encode(claims, self._secret)
def codec(settings: Annotated[Settings, Depends(get_settings)]) -> Codec:
    return Codec(settings.key.get_secret_value())
"""


@pytest.mark.parametrize(
    "field",
    [
        "key: SecretStr = SecretStr('dev-secret-change-me')",
        "key: SecretStr",
        "key: SecretStr = Field(min_length=16)",
        "key: Annotated[SecretStr, Field(min_length=16)]",
        "key: SecretStr = SecretStr(secrets.token_hex(8))",
    ],
)
def test_it_finds(field):
    files = {"app/config.py": CONFIG.format(field=field), "app/tokens.py": TOKENS}
    found = findings(RULE, files)
    assert [(each.path, each.line) for each in found] == [("app/config.py", 14)]
    assert found[0].symbol == "app.config.Settings.key"


@pytest.mark.parametrize(
    "field",
    [
        "key: Long",
        "key: SecretStr = Field(min_length=32)",
        "key: Annotated[SecretStr, Field(min_length=32)]",
        "key: SecretStr = Field(default_factory=lambda: SecretStr(secrets.token_urlsafe(32)))",
        "key: SecretStr = SecretStr(secrets.token_urlsafe())",
    ],
)
def test_it_leaves_alone(field):
    files = {"app/config.py": CONFIG.format(field=field), "app/tokens.py": TOKENS}
    assert findings(RULE, files) == []


def test_a_key_of_another_algorithm_is_no_text_of_some_length():
    source = "import jwt, os\njwt.encode({}, os.environ['KEY'], algorithm='RS256')\n"
    assert lines(RULE, source) == []


def test_what_only_tests_have_is_left_alone():
    source = "import jwt\njwt.encode({}, 'test-secret')\n"
    assert findings(RULE, {"tests/test_tokens.py": source}) == []


def test_a_key_that_a_library_reads_from_settings():
    source = (
        "from fastapi_jwt_auth import AuthJWT\nfrom pydantic import BaseModel\n"
        "class Settings(BaseModel):\n    authjwt_secret_key: str = 'secret'\n"
        "@AuthJWT.load_config\ndef get_config():\n    return Settings()\n"
    )
    assert lines(RULE, source) == [4]


def test_it_finds_a_password_that_signs_where_it_signs():
    source = """import jwt
from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class User(Base):
    password_hash: Mapped[str]
def sign(user: User):
    return jwt.encode({}, user.password_hash)
"""
    assert lines(RULE, source) == [7]


def test_a_key_that_is_an_attribute_of_what_a_library_is_given():
    source = "from authx import AuthXConfig\nc = AuthXConfig()\nc.JWT_SECRET_KEY = 'secret'\n"
    assert lines(RULE, source) == [3]


def test_a_length_is_the_affair_of_the_setting_and_not_of_its_file():
    source = """import jwt
from pydantic import field_validator
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    secret: str
    class Config:
        env_file = ".env"
    @field_validator("secret")
    def refuse(cls, value):
        if value == "changethis":
            raise ValueError
        return value
settings = Settings()
def sign(): return jwt.encode({}, settings.secret)
"""
    found = findings(RULE, {"app/main.py": source, ".env": "SECRET=changethis\n"})
    assert [(each.path, each.line) for each in found] == [("app/main.py", 5)]
