"""Secrets that parameters have for a default, and keys in files that are shipped."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.rules import secrets_typed_as_secrets, secrets_without_defaults

PLAIN = secrets_typed_as_secrets.RULE
DEFAULT = secrets_without_defaults.RULE
KEY = "6f1b0c2d9e8a7b5c4d3e2f1a"


@pytest.mark.parametrize(
    ("parameter", "found"),
    [
        (f"secret_key: str = '{KEY}'", True),
        ("password: str = 'hunter2'", True),
        ("secret_key: str = ''", False),
        ("secret_key: str = 'secret-key-name'", False),
        ("token_url: str = 'tokens/0123456789abcdef'", False),
        ("password: str = 'password'", False),
        ("password: str", False),
    ],
)
def test_a_default_of_a_parameter_stands_in_the_source(parameter, found):
    settings = f"class SecurityConfig:\n    def __init__(self, {parameter}): ...\n"
    assert lines(PLAIN, settings) == [2] * found
    assert lines(DEFAULT, settings) == [2] * found


def test_only_settings_fall_back_on_a_default():
    source = "def connect(host, password='hunter2'): ...\n"
    assert lines(PLAIN, source) == [1]
    assert lines(DEFAULT, source) == []


SIGNING = """import jwt, yaml
with open("app/config.yml") as file:
    config = yaml.safe_load(file)
def sign():
    return jwt.encode({}, config["jwt"]["key"])
"""


@pytest.mark.parametrize(("key", "count"), [(KEY, 1), ("''", 0)])
def test_a_key_of_tokens_in_a_file_is_shipped(key, count):
    found = facts({"app/tokens.py": SIGNING, "app/config.yml": f"jwt:\n  key: {key}\n"})
    places = [(each.place.path, each.place.line) for each in PLAIN.check(found)]
    assert places == [("app/config.yml", 2)] * count


def test_what_a_container_is_run_with_is_its_environment():
    source = "import jwt, os\ndef sign():\n    return jwt.encode({}, os.environ['JWT_KEY'])\n"
    compose = f"services:\n  api:\n    build: .\n    environment:\n      JWT_KEY: {KEY}\n"
    found = facts({"app/tokens.py": source, "docker-compose.yml": compose})
    assert [each.place.path for each in PLAIN.check(found)] == ["app/tokens.py"]


SETTINGS = """from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    password: str = "hunter2"
    host: str = "db"
    database_url: str | None = None
settings = Settings()
"""


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("f'postgresql://app:{settings.password}@{settings.host}/app'", False),
        ("'postgresql://app:hunter2@db/app'", True),
        ("f'postgresql://app:hunter2@{HOST}/app'", True),
    ],
)
def test_what_settings_are_put_together_to_is_their_own_default(address, found):
    source = f"HOST = 'db'\nDATABASE_URL = settings.database_url or {address}\n"
    assert (8 in lines(DEFAULT, SETTINGS + source)) is found
