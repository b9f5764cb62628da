"""The ways in which settings and constants hold secrets."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE as TYPED
from fastscaffold.audit.rules.secrets_without_defaults import RULE as DEFAULTS

TOP = """import base64
from pathlib import Path
from typing import Annotated
from pydantic import Field, PostgresDsn, SecretStr
from pydantic_settings import BaseSettings
here = Path(__file__).parent
class Settings(BaseSettings):
"""
AT = TOP.count("\n") + 1


@pytest.mark.parametrize(
    "field",
    [
        "dsn: PostgresDsn = PostgresDsn('postgresql://a:b@localhost/c')",
        "jwt_secret: Annotated[str, Field('abcdef')]",
        "jwt_secret: Annotated[SecretStr, Field(default=SecretStr('abcdef'))]",
        "jwt_secret: str = base64.b64encode(b'secret').decode()",
        "jwt_secret: bytes = 'abcdef'.encode().decode()",
        "db_uri: str = f'sqlite:///{here}/data.db'",
    ],
)
def test_defaults_that_work(field):
    assert lines(DEFAULTS, f"{TOP}    {field}\n") == [AT]


@pytest.mark.parametrize(
    "field",
    [
        "dsn: PostgresDsn",
        "jwt_secret: Annotated[str, Field(min_length=32)]",
        "jwt_secret: Annotated[str, Field(...)]",
        "jwt_secret: str = base64.b64encode(read()).decode()",
        "db_uri: str = f'postgresql://{user}:{password}@db/app'",
    ],
)
def test_no_defaults(field):
    assert lines(DEFAULTS, f"{TOP}    {field}\n") == []


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("secret_key_previous: str", True),
        ("reset_password_token_secret: str = ''", True),
        ("token_key: str = Field(default='')", True),
        ("hash_key: str", False),
        ("AES_KEY: str", True),
        ("oidc_private_jwks: str | None = None", True),
        ("db_url: str = Field(default='')", True),
        ("oidc_public_jwks: str | None = None", False),
        ("secret_key_length: str", False),
        ("token_key: SecretStr", False),
        ("cache_key: str", False),
    ],
)
def test_names_of_secrets(field, found):
    assert bool(lines(TYPED, f"{TOP}    {field}\n")) is found


@pytest.mark.parametrize(
    ("default", "found"), [(", 'guest'", [3]), ("", []), (", ''", []), (", None", [])]
)
def test_defaults_that_stand_in_a_function(default, found):
    source = f"import os\ndef connect():\n    broker_password = os.getenv('PASS'{default})\n"
    assert lines(DEFAULTS, source) == found
    assert lines(TYPED, source) == [3]


def test_a_password_in_an_address_is_told_once():
    source = "PASSWORD = 'abcdef123'\nURL = f'postgresql://a:{PASSWORD}@db/c'\n"
    assert lines(TYPED, source) == [1]


def test_a_password_that_is_told_nowhere_else_is_told_in_the_address():
    source = "WORD = 'abcdef123'\nURL = f'postgresql://a:{WORD}@db/c'\n"
    assert lines(TYPED, source) == [2]
