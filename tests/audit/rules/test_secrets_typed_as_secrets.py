from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

TOP = """from typing import Annotated, Literal, Optional; from starlette.config import environ, Config; config = Config()
from pydantic import Field, PostgresDsn, Secret, SecretStr
from pydantic_settings import BaseSettings as Base
class Settings(Base):
"""


@pytest.mark.parametrize(
    "field",
    [
        "SECRET_KEY: str",
        "smtp_password: str | None = None",
        "smtp_password: Optional[str] = None",
        "jwt_secret: Annotated[str, Field(min_length=32)]",
        "bot_token: str = ''",
        "openai_api_key: str = Field(default='')",
        "database_url: str",
        "database_url: str = 'postgresql://app:hunter2@db/app'",
        "broker: str = 'amqp://app:hunter2@queue'",
        "_DEFAULT_PASSWORD: str = 'MyPassword'",
        "ADMIN_PASSWORD: str = config('ADMIN_PASSWORD', default='hunter2')",
    ],
)
def test_it_finds_fields_of_settings(field):
    assert lines(RULE, TOP + f"    {field}\n") == [5]


@pytest.mark.parametrize(
    "field",
    [
        "jwt_secret: SecretStr",
        "jwt_secret: Annotated[SecretStr, Field(min_length=32)]",
        "database_url: PostgresDsn",
        "database_url: str = 'sqlite:///app.db'",
        "database_url: str | None = None",
        "token_url: str = '/token'",
        "token_type: str = 'bearer'",
        "token_expire_minutes: int = 30",
        "jwt_token_prefix: str = 'Token'",
        "api_key_header: str = 'X-API-Key'",
        "secret_name: str = 'prod/app'",
        "access_key: str = ''",
        "max_token: int = 100",
        "password_min_length: int = 8",
        "require_password: bool = True",
        "public_key: str = ''",
        "SECRET_KEY: SecretStr = config('SECRET_KEY', cast=SecretStr)",
    ],
)
def test_it_leaves_fields_of_settings_alone(field):
    assert lines(RULE, TOP + f"    {field}\n") == []


def test_it_finds_literals_and_leaves_words_alone():
    source = """SECRET_KEY = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"
DATABASE_URL = "postgresql://app:hunter2@db/app"
TOKEN_URL = "/auth/token"
WRONG_PASSWORD = "the password is wrong"
JWT_SECRET = settings.jwt_secret
RESET_TOKEN = os.environ["RESET_TOKEN"]
"""
    assert lines(RULE, source) == [1, 2]


def test_it_sees_models_in_settings_and_leaves_settings_of_tests_alone():
    files = {
        "app/models.py": "from pydantic import BaseModel\nclass Mail(BaseModel):\n    password: str\n",
        "app/config.py": TOP.replace("\nclass", "\nfrom app.models import Mail as M\nclass")
        + "    mail: M\nclass TestSettings(Settings):\n    jwt_secret: str = 'x' * 9\n",
        "tests/test_it.py": "PASSWORD = 'hunter2hunter2'\n",
    }
    assert lines(RULE, files) == [3]
