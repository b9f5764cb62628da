"""Addresses of databases that fields of settings read from the environment themselves."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

HEAD = "import os\nfrom os import environ, getenv\nfrom pydantic import SecretStr\n"
HEAD += "from pydantic_settings import BaseSettings\n"


@pytest.mark.parametrize(
    ("field", "count"),
    [
        ('database_url: str = os.getenv("DATABASE_URL")', 1),
        ('database_url: str = getenv("DATABASE_URL")', 1),
        ('database_url: str = os.environ.get("DATABASE_URL")', 1),
        ('database_url: str = os.environ["DATABASE_URL"]', 1),
        ('database_url: str = environ["DATABASE_URL"]', 1),
        # Where the default tells that there is no password, it may well be the whole of it.
        ('database_url: str = os.getenv("DATABASE_URL", "sqlite:///shop.db")', 0),
        ('database_url: str = os.environ.get("DATABASE_URL", "sqlite:///shop.db")', 0),
        ('database_url: SecretStr = SecretStr(os.environ["DATABASE_URL"])', 0),
        ('shop_url: str = os.getenv("SHOP_URL")', 0),
    ],
)
@pytest.mark.parametrize("base", ["(BaseSettings)", ""])
def test_it_finds(field, count, base):
    source = f"{HEAD}class Settings{base}:\n    {field}\nsettings = Settings()\n"
    assert len(lines(RULE, source)) == count
