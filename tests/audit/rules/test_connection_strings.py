"""Addresses with credentials that drivers, and the services of a cloud, call by other words."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

SETTINGS = """from pydantic import SecretStr
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    {field}
"""


@pytest.mark.parametrize(
    "field",
    [
        "MONGO_CONNECTION_STRING: str",
        "db_conn_str: str",
        "CONNECTION_STRING: str",
        "storage_connection_string: str",
        "sql_connection_string: str | None = None",
    ],
)
def test_a_connection_string_is_a_secret(field):
    assert lines(RULE, SETTINGS.format(field=field)) == [4]


@pytest.mark.parametrize(
    "field",
    [
        "MONGO_CONNECTION_STRING: SecretStr",
        "connection_string: str = 'sqlite:///shop.db'",
        "applicationinsights_connection_string: str",
        "connection_strings_path: str",
        "db_connection_timeout: str",
        "string_length: str",
    ],
)
def test_what_is_no_secret(field):
    assert lines(RULE, SETTINGS.format(field=field)) == []
