"""What something is by what it is cast to, asked for as, or annotated with in a function."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.audited import facts

CONFIG = """from functools import lru_cache
from typing import cast
import typing
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    key: str
    minutes: int = 90
class Other: ...
@lru_cache
def load(): return registry.settings()
{made}
"""
SIGN = """from datetime import datetime, timedelta
import jwt
{head}
def sign({parameters}):
    {first}
    def claims():
        return {{"exp": datetime.now() + timedelta(minutes=settings.minutes)}}
    return jwt.encode(claims(), settings.key, algorithm="HS256")
"""
GLOBAL = "from app.config import settings"
LOCAL = "from app.config import Settings, cast, load\nfrom app.box import box, container"


def found(made="", head=GLOBAL, first="", parameters=""):
    source = SIGN.format(head=head, first=first or "pass", parameters=parameters)
    told = facts({"app/config.py": CONFIG.format(made=made), "app/sign.py": source})
    ends = {each.origin.value for each in told.tokens.lifetimes if each.origin is not None}
    keys = {each.field.name for _, each in told.tokens.keys if each.field is not None}
    return keys, ends


@pytest.mark.parametrize(
    "made",
    [
        "settings = cast(Settings, load())",
        "settings = typing.cast('Settings', load())",
        "settings: Settings = load()",
    ],
)
def test_a_name_of_a_module(made):
    assert found(made) == ({"key"}, {timedelta(minutes=90)})


@pytest.mark.parametrize(
    "first",
    [
        "settings = cast(Settings, load())",
        "settings: Settings = load()",
        "settings: Settings = box.resolve(Settings)",
        "settings: 'Settings' = box[Settings]",
        "settings = box.resolve(Settings)",
        "settings = container.get(Settings)",
    ],
)
def test_a_name_of_a_function(first):
    assert found(head=LOCAL, first=first) == ({"key"}, {timedelta(minutes=90)})


@pytest.mark.parametrize(
    "first",
    [
        "settings = box.get(Settings)",
        "settings = load(Settings)",
        "settings: 'Other' = box.resolve('settings')",
    ],
)
def test_others_are_not_known(first):
    assert found(head=LOCAL, first=first)[0] == set()
