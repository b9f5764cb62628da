"""Secrets that a project declares by entries of its own."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE
from fastscaffold.audit.rules.secrets_without_defaults import RULE as DEFAULTS

SOURCE = """from dataclasses import dataclass
from typing import Any, NamedTuple
from pydantic import SecretStr
class {made}(NamedTuple):
    name: str
    cast: type
    default: Any = None
ENTRIES = [
    {made}("title", str),
    {entry},
]
"""


@pytest.mark.parametrize("made", ["ConfigEntry", "Setting", "ConfigurationValue"])
@pytest.mark.parametrize(
    "given",
    [
        '"client_secret", str',
        '"smtp_password", cast=str, default=""',
        'name="api_token", cast=str',
        '"database_url", str',
    ],
)
def test_an_entry_is_typed_as_text(made, given):
    assert lines(RULE, SOURCE.format(made=made, entry=f"{made}({given})")) == [10]


@pytest.mark.parametrize(
    ("made", "given"),
    [
        ("ConfigEntry", '"client_secret", SecretStr'),
        ("ConfigEntry", '"token_lifetime", int'),
        ("ConfigEntry", '"client_id", str'),
        ("FormField", '"password", str'),
    ],
)
def test_other_entries_are_left_alone(made, given):
    assert lines(RULE, SOURCE.format(made=made, entry=f"{made}({given})")) == []


READER = """import os
{head}
class AppConfig:
    SMTP_HOST = {held}.str("SMTP_HOST", "localhost")
    {entry}
"""
OWN = """class ConfigReader:
    def str(self, key, default=None):
        return self._told(self.prefix + key, default)
    def int(self, key, default=None):
        return self._told(self.prefix + key, default)
reader = ConfigReader()
"""


@pytest.mark.parametrize(
    ("head", "held"), [(OWN, "reader"), ("from shop.reading import config", "config")]
)
@pytest.mark.parametrize(
    ("given", "hard_coded"),
    [
        ('"WS_TOKEN"', 0),
        ('"WS_TOKEN", None', 0),
        ('"WS_TOKEN", "dev-token"', 1),
        ('"WS_TOKEN", default="dev-token"', 1),
        ('"DATABASE_URL", "postgresql://a:b@db/shop"', 1),
        ('"DATABASE_URL", None', 0),
    ],
)
def test_a_reader_gives_a_plain_text(head, held, given, hard_coded):
    source = READER.format(head=head, held=held, entry=f"TOLD = {held}.str({given})")
    line = source.count("\n")
    assert lines(RULE, source) == [line]
    assert lines(DEFAULTS, source) == [line] * hard_coded


@pytest.mark.parametrize(
    "entry",
    [
        'KEPT = reader.int("TOKEN", 5)',
        'KEPT = reader.str("TOKEN_URL", "https://shop.example")',
        'KEPT = reader.str("SMTP_FROM", "a@shop.example")',
        'KEPT = column.str("password", "x-y-z-1")',
    ],
)
def test_other_reads_are_left_alone(entry):
    source = READER.format(head=OWN, held="reader", entry=entry)
    assert lines(RULE, source) == []
    assert lines(DEFAULTS, source) == []


@pytest.mark.parametrize(
    ("called", "found"),
    [
        ('setting("MAIL", "MAIL_PASSWORD")', [1, 0]),
        ('setting("MAIL_PASSWORD", "MAIL_HOST")', [0, 0]),
        ('setting("MAIL", "MAIL_PASSWORD", default="Winter-9")', [1, 1]),
    ],
)
def test_what_falls_back_on_a_variable_is_told_its_name(called, found):
    source = f"""import os, vault
def setting(name, fallback_env=None, default=None):
    return vault.read(name) or os.environ.get(fallback_env, "") or default
def held():
    return {called}
"""
    assert [len(lines(each, source)) for each in (RULE, DEFAULTS)] == found


@pytest.mark.parametrize(
    "told",
    ["key.upper()", "f'APP_{key}'", "'APP_' + key.upper()", "f'{PREFIX}{key.upper()}'", "name"],
)
def test_a_reader_may_put_something_before_a_name(told):
    source = f"""import os
PREFIX = "SHOP_"
def setting(key, default=None):
    name = f"APP_{{key}}".strip()
    return os.environ.get({told}, default)
held = setting("mail_password")
host = setting("mail_host")
"""
    assert lines(RULE, source) == [6]


def test_whose_key_it_is_tells_nothing_by_itself():
    source = """import os
def api_key_of(service):
    return os.environ[f"{service.upper()}_API_KEY"]
def held():
    api_key = api_key_of("maps")
    return api_key
"""
    assert lines(RULE, source) == [3]
