"""Secrets in fields of settings that ``Field`` describes, or whose type says what they are like."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

SOURCE = """from typing import Annotated, Optional
from pydantic import Field, SecretStr, conint, constr
from pydantic_settings import BaseSettings
Filled = constr(min_length=1)
class Settings(BaseSettings):
    {field}
"""


@pytest.mark.parametrize(
    "field",
    [
        'mongo_db_connection_uri: str = Field(alias="MONGO")',
        'shop_database_url: str = Field(description="Where orders are kept")',
        "smtp_password: constr(min_length=1)",
        "smtp_password: Optional[constr(strip_whitespace=True)] = None",
        "smtp_password: constr(min_length=1) | None = None",
        "smtp_password: Filled",
        "smtp_password: Annotated[str, Field(min_length=8)]",
        "database_url: constr(min_length=1) = Field(title='Orders')",
    ],
)
def test_a_described_field_is_a_plain_text(field):
    assert lines(RULE, SOURCE.format(field=field)) == [6]


@pytest.mark.parametrize(
    "field",
    [
        'mongo_db_connection_uri: SecretStr = Field(alias="MONGO")',
        'database_url: str = Field(default="sqlite:///shop.db", alias="MONGO")',
        'database_url: str = Field("sqlite:///shop.db", alias="MONGO")',
        "smtp_password_length: constr(min_length=1)",
        "smtp_password: Optional[conint(ge=1)] = None",
        "smtp_password: Annotated[SecretStr, Field(min_length=8)]",
    ],
)
def test_others_are_left_alone(field):
    assert lines(RULE, SOURCE.format(field=field)) == []
