from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_without_defaults import RULE

TOP = """from typing import Annotated
import os
import secrets
from decouple import config
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings
WEAK = "change" + "me"
class Refused: ...
class Settings(BaseSettings):
    environment: str = "development"
"""


@pytest.mark.parametrize(
    "field",
    [
        "secret_key: str = 'changeme'",
        "secret_key: SecretStr = SecretStr('changeme')",
        "secret_key: SecretStr = SecretStr(WEAK)",
        "secret_key: SecretStr = Field(default=WEAK)",
        "secret_key: SecretStr = Field('changeme', min_length=8)",
        "secret_key: SecretStr = Field(default_factory=lambda: SecretStr('changeme'))",
        "secret_key: str = config('SECRET_KEY', default='changeme')",
        "secret_key: str = os.getenv('SECRET_KEY', 'changeme')",
        "hook_credential: SecretStr = SecretStr('hooks-2023')",
        "of_partners: SecretStr | None = SecretStr('hooks-2023')",
        "database_url: SecretStr = SecretStr('postgresql://app:app@db/app')",
        "database_url: str = 'sqlite:///app.db'",
        "db_dsn: str = Field('postgresql+asyncpg://db/app')",
        "database_url: str = config('DATABASE_URL', default='sqlite:///app.db')",
    ],
)
def test_it_finds(field):
    assert lines(RULE, TOP + f"    {field}\n") == [11]


@pytest.mark.parametrize(
    "field",
    [
        "secret_key: SecretStr",
        "of_partners: SecretStr",
        "of_partners: SecretStr = SecretStr('')",
        "smtp_username: SecretStr = SecretStr('mailer')",
        "secret_key: SecretStr = SecretStr('')",
        "secret_key: SecretStr | None = None",
        "secret_key: str = Field(...)",
        "secret_key: str = config('SECRET_KEY')",
        "secret_key: str = secrets.token_urlsafe(32)",
        "secret_key: str = Field(default_factory=lambda: secrets.token_urlsafe(32))",
        "database_url: Annotated[str, Refused()] = 'sqlite:///app.db'",
        "database_url: str | None = None",
        "database_path: str = 'app.db'",
        "base_url: str = 'https://example.com'",
        "token_url: str = '/token'",
        "access_token_expire_minutes: int = 30",
    ],
)
def test_it_leaves_alone(field):
    assert lines(RULE, TOP + f"    {field}\n") == []


REFUSED = """    secret_key: str = "changeme"
    @model_validator(mode="after")
    def _check(self):
        if self.environment != "development":
            self._refuse("secret_key", self.secret_key)
        return self
    def _refuse(self, name, value):
        if value == "changeme":
            raise ValueError(name)
"""


def test_a_placeholder_that_is_refused_outside_development_is_none():
    assert lines(RULE, TOP + REFUSED) == []
    assert lines(RULE, TOP + REFUSED.replace("raise ValueError", "print")) == [11]


def test_it_finds_constants_that_are_read_with_a_default():
    source = """import os
from os import getenv as read
SECRET_KEY = os.getenv("SECRET_KEY", "changeme")
JWT_SECRET = read("JWT_SECRET") or "changeme"
API_KEY = os.environ.get("API_KEY", "")
DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://localhost/app")
PASSWORD = os.environ["PASSWORD"]
"""
    assert lines(RULE, source) == [3, 4, 6]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("SECRET_KEY = Secret(os.getenv('SECRET_KEY', 'change me'))\n", [3]),
        ("if local:\n    MONGO_PASS = os.getenv('MONGO_PASSWORD', 'admin')\n", [4]),
        ("SECRET_KEY = Secret(os.environ['SECRET_KEY'])\n", []),
        ("BOARDING_PASS = os.getenv('PASS', 'paper')\n", []),
        # Whatever it is called, the reader is told what it is.
        ("UNIQUE = config('UNIQUE', cast=Secret, default='supersecret')\n", [3]),
        ("UNIQUE = config('UNIQUE', cast=Secret)\n", []),
        ("UNIQUE = config('UNIQUE', cast=Secret, default='')\n", []),
        ("UNIQUE = config('UNIQUE', cast=str, default='supersecret')\n", []),
    ],
)
def test_constants(source, found):
    top = "import os; from starlette.config import config\nfrom starlette.datastructures import Secret\n"
    assert lines(RULE, top + source) == found


@pytest.mark.parametrize(
    ("name", "field", "count"),
    [
        ("DatabaseSettings", "url: str = 'sqlite:///app.db'", 1),
        ("SqlAlchemySettings", "url: str = f'sqlite:///{FOLDER}/app.db'", 1),
        ("DBSettings", "url: str = Field(f'sqlite:///{FOLDER}/app.db', title='Orders')", 1),
        ("DBSettings", "url: str = Field(default=f'sqlite:///{FOLDER}/app.db')", 1),
        ("DBSettings", "url: str = Field(title=f'sqlite:///{FOLDER}/app.db')", 0),
        ("SQLAlchemyModel", "dsn: str = 'postgresql://db/app'", 1),
        ("DBSettings", "url: str", 0),
        ("DBSettings", "url: str = ''", 0),
        ("CacheSettings", "url: str = 'mem://'", 0),
        ("DocumentSettings", "url: str = 'https://example.org'", 0),
    ],
)
def test_the_address_of_a_database_may_be_called_so_by_its_settings(name, field, count):
    source = f"""from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings
class {name}(BaseModel):
    {field}
class Settings(BaseSettings):
    inner: {name} = {name}()
"""
    assert len(lines(RULE, source)) == count


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("OLLAMA_API_KEY = os.getenv('OLLAMA_API_KEY', 'none')\n", []),
        ("OLLAMA_API_KEY = os.getenv('OLLAMA_API_KEY') or 'None'\n", []),
        ("def ask():\n    key = os.getenv('OLLAMA_API_KEY', 'none') or 'none'\n", []),
        ("OLLAMA_API_KEY = os.getenv('OLLAMA_API_KEY', 'sk-1234567')\n", [3]),
        # Others may send it, or guess it.
        ("API_KEY = os.getenv('API_KEY', 'none')\n", [3]),
        ("ADMIN_API_KEY = os.getenv('ADMIN_API_KEY', 'none')\n", [3]),
        ("X_API_KEY = os.getenv('MY_SERVICE_API_KEY') or 'none'\n", [3]),
        ("JWT_SECRET = os.getenv('JWT_SECRET', 'none')\n", [3]),
        ("DB_PASSWORD = os.getenv('DB_PASSWORD', 'null')\n", [3]),
    ],
)
def test_a_word_for_no_key_of_a_service(source, found):
    assert lines(RULE, f"import os\n\n{source}") == found
