"""Passwords in the address that ``alembic.ini`` tells migrations."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

INI = """[alembic]
script_location = migrations
sqlalchemy.url = {address}
"""
ENV = """from alembic import context
config = context.config
{told}
engine = engine_from_config(config.get_section(config.config_ini_section, {{}}))
"""


def found(address, told=""):
    files = {"alembic.ini": INI.format(address=address), "migrations/env.py": ENV.format(told=told)}
    return [(each.place.path, each.place.line) for each in RULE.check(facts(files))]


@pytest.mark.parametrize("told", ["", "print(config.get_main_option('sqlalchemy.url'))"])
def test_a_password_stands_in_the_file(told):
    assert found("postgresql+psycopg://shop:Winter-9@db/shop", told) == [("alembic.ini", 3)]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("driver://user:pass@localhost/dbname", ""),
        ("postgresql://shop@db/shop", ""),
        ("sqlite:///shop.db", ""),
        ("postgresql://%(USER)s:%(PASSWORD)s@db/shop", ""),
        ("postgresql://shop:Winter-9@db/shop", "config.set_main_option('sqlalchemy.url', URL)"),
        ("postgresql://shop:Winter-9@db/shop", "told['sqlalchemy.url'] = str(settings.url)"),
        ("postgresql://shop:Winter-9@db/shop", "told = {'sqlalchemy.url': settings.url}"),
    ],
)
def test_none_does_or_code_tells_another(address, told):
    assert found(address, told) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/conftest.py", [("alembic.ini", 3)]),
        ("shop/tests/test_migrations.py", [("alembic.ini", 3)]),
        ("shop/migrating.py", []),
    ],
)
def test_only_what_is_served_or_migrates_tells_another(path, expected):
    source = "def told(config, url):\n    config.set_main_option('sqlalchemy.url', url)\n"
    ini = INI.format(address="postgresql://shop:Winter-9@db/shop")
    hits = RULE.check(facts({"alembic.ini": ini, path: source}))
    assert [(each.place.path, each.place.line) for each in hits] == expected
