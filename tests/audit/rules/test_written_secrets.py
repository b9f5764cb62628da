"""Secrets that stand in the source under no name of their own: in calls, collections and keys."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE
from fastscaffold.audit.rules.secrets_without_defaults import RULE as DEFAULTS

ENGINES = """import asyncpg, os
from motor.motor_asyncio import AsyncIOMotorClient
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine
from app.config import settings
"""
SERVER = "postgresql+asyncpg://app:S3cretPw@db/app"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (f"engine = create_async_engine('{SERVER}')\n", [6]),
        (f"engine = create_engine(url='{SERVER}', echo=True)\n", [6]),
        (f"URL = '{SERVER}'\n\nengine = create_engine(URL)\n", [6]),
        (f"def connect():\n    url = '{SERVER}'\n    return create_engine(url)\n", [7]),
        (f"async def connect():\n    return await asyncpg.connect(dsn='{SERVER}')\n", [7]),
        ("client = AsyncIOMotorClient('mongodb://root:S3cretPw@db')\n", [6]),
        (f"URL = '{SERVER}'\none = create_engine(URL)\nother = create_engine(URL)\n", [6]),
        (f"ORM = {{'connections': {{'default': '{SERVER}'}}}}\n", [6]),
        (f"def start(app):\n    register(\n        app,\n        db_url='{SERVER}',\n    )\n", [9]),
        (f"url = make('{SERVER}latest')\n", [6]),
        ("def cache():\n    return connect('redis://:S3cretPw@cache')\n", [7]),
        (f"def url():\n    return '{SERVER}'\n", [7]),
        ("worker = Worker(f'amqp://app:S3cretPw@{settings.broker}')\n", [6]),
        (f"LINK = os.getenv('PG_LINK', '{SERVER}')\n", [6]),
    ],
)
def test_passwords_in_addresses(source, found):
    assert lines(RULE, ENGINES + source) == found
    assert lines(DEFAULTS, ENGINES + source) == []


@pytest.mark.parametrize(
    "source",
    [
        "engine = create_engine('postgresql://app@db/app')\n",
        "engine = create_engine('postgresql://db/app')\n",
        "engine = create_engine('sqlite+aiosqlite:///app.db')\n",
        "engine = create_engine('postgresql://app:<password>@db/app')\n",
        "engine = create_engine('postgresql://app:${DB_PASSWORD}@db/app')\n",
        "engine = create_engine('postgresql://%s:%s@db/app' % named())\n",
        "engine = create_engine('postgresql://{}:{}@db/app'.format(*named()))\n",
        "engine = create_engine(f'postgresql://app:{settings.password}@db/app')\n",
        "engine = create_engine(settings.database_url)\n",
        f"print('{SERVER}')\n",
        f"url: Annotated[SecretStr, Unless('{SERVER}')] = ask()\n",
        f"def ask(url: Annotated[str, Unless('{SERVER}')]): ...\n",
        f"if os.getenv('CI'): url = make('{SERVER}-test')\n",
        f"url = make('{SERVER.replace('/app', '/test_app')}?timeout=3')\n",
        f"def ask():\n    '''{SERVER}'''\n    '{SERVER}'\n",
        f"def ask(url):\n    if url == '{SERVER}': raise ValueError('{SERVER}')\n",
        f"field = Field(description='{SERVER}', examples=['{SERVER}'])\n",
    ],
)
def test_addresses_without_one(source):
    assert lines(RULE, ENGINES + source) == []


@pytest.mark.parametrize("path", ["tests/conftest.py", "migrations/versions/a.py"])
def test_addresses_of_what_is_not_served(path):
    assert lines(RULE, {path: f"{ENGINES}engine = create_engine('{SERVER}')\n"}) == []


def test_each_is_told_once():
    source = f"""from pydantic_settings import BaseSettings
import os; from pydantic import Field
class Settings(BaseSettings):
    database_url: str = "{SERVER}"
    cache: str = Field(
        default="redis://:S3cretPw@cache",
    )
DATABASE_URL = os.getenv(
    "DATABASE_URL",
    "{SERVER}",
)
"""
    assert lines(RULE, source) == [4, 5, 8]
    assert lines(DEFAULTS, source) == [4, 5, 8]


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ('KEY = ""', [2]),
        ('KEY = "x"', [2]),
        ('SECRET_KEY = "Zx81-kk2-now-or-never"', [2]),
        ('KEY = os.environ["KEY"]', []),
        ("KEY = secrets.token_hex(32)", []),
    ],
)
def test_keys_of_tokens_whatever_they_are_called(key, found):
    source = f"import jwt, os, secrets\n{key}\n"
    name = key.partition(" ")[0]
    source += f"def sign(told):\n    return jwt.encode(told, {name}, algorithm='HS256')\n"
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("assigned", "found"),
    [
        ('self.SECRET_KEY = "e64b1149d445998de645136b"', [3]),
        ('self.api_key = "e64b1149d445998de645136b"', [3]),
        ('self.api_key = ""', []),
        ("self.api_key = settings.api_key", []),
        ('self.token_type = "e64b1149d445998de645136b"', []),
        ('self.label = "e64b1149d445998de645136b"', []),
        ('self.access_token = "an example of one"', []),
    ],
)
def test_attributes_of_what_is_made(assigned, found):
    source = f"class Client:\n    def __init__(self, settings):\n        {assigned}\n"
    assert lines(RULE, source) == found
