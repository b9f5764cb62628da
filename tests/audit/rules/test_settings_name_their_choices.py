from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.settings_name_their_choices import RULE

TOP = """from enum import StrEnum
from typing import Annotated, Literal
from pydantic import AfterValidator, Field, field_validator
from pydantic_settings import BaseSettings
class Env(StrEnum):
    DEV = "dev"
Checked = Annotated[str, AfterValidator(str.lower)]
class Settings(BaseSettings):
"""


@pytest.mark.parametrize(
    "field",
    [
        "environment: str = 'production'",
        "ENV: str",
        "app_env: str | None = None",
        "log_level: str = 'INFO'",
        "JWT_ALGORITHM: str = 'HS256'",
        "algorithm: Annotated[str, Field(description='of tokens')] = 'HS256'",
    ],
)
def test_it_finds(field):
    assert lines(RULE, TOP + f"    {field}\n") == [9]


@pytest.mark.parametrize(
    "field",
    [
        "environment: Env = Env.DEV",
        "environment: Literal['dev', 'prod'] = 'dev'",
        "environment: Checked = 'dev'",
        "environment: str = Field('dev', pattern='^(dev|prod)$')",
        "environment: str = 'dev'\n    @field_validator('environment')\n    def a(cls, v): ...",
        "sentry_environment: str = ''",
        "environment_name: str = ''",
    ],
)
def test_it_leaves_alone(field):
    assert lines(RULE, TOP + f"    {field}\n") == []


@pytest.mark.parametrize(("named", "found"), [("host", [9]), ("log_level", [])])
def test_a_validator_of_all_fields_knows_those_that_it_names(named, found):
    source = f"""    log_level: str = 'INFO'
    @field_validator('*')
    def check(cls, value, info):
        if info.field_name == '{named}' and value not in KNOWN:
            raise ValueError
"""
    assert lines(RULE, TOP + source) == found
