"""Origins of settings that a function is handed, and that are taken apart on the way."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

HEAD = """import re
from functools import partial
from typing import Union
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic_settings import BaseSettings
class Database(BaseSettings):
    url: str
class Cors(BaseSettings):
    origins: list[str] = ["*"]
    text: str = "*"
    closed: list[str] = []
class Settings(Database, Cors):
    pass
"""
FACTORY = """
def create({parameter}) -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins={origins})
    return app
app = create({given})
"""


@pytest.mark.parametrize(
    ("parameter", "origins", "given", "verdict"),
    [
        ("settings", "settings.origins", "Settings()", "not_met"),
        ("settings", "settings.closed", "Settings()", "met"),
        ("settings: Database", "settings.origins", "Settings()", "not_met"),
        ("settings: Union[Database, Cors]", "settings.origins", "settings=Settings()", "not_met"),
        ("settings=Settings()", "settings.text.split(',')", "", "not_met"),
        ("settings", "parsed(settings)", "Settings()", "not_met"),
        ("settings", "list(pieces(settings))", "Settings()", "not_met"),
    ],
)
def test_settings_that_a_function_is_handed(parameter, origins, given, verdict):
    helpers = """
def parsed(settings):
    text = settings.text.strip()
    return [each.strip() for each in text.split(",")]
def pieces(settings):
    for each in settings.text.split(","):
        yield each.strip()
"""
    source = FACTORY.format(parameter=parameter, origins=origins, given=given)
    assert judge(facts(HEAD + helpers + source)).verdict.value == verdict


def test_settings_of_a_function_that_nobody_calls_are_unknown():
    source = FACTORY.format(parameter="settings", origins="settings.origins", given="*anything()")
    assert judge(facts(HEAD + source)).verdict.value == "unknown"


@pytest.mark.parametrize(
    "origins",
    [
        "list(map(str.strip, settings.text.split(',')))",
        "list(filter(None, settings.text.split(',')))",
        "re.split(r'[,;]', settings.text)",
        "list(dict.fromkeys(settings.origins))",
        "settings.text.removesuffix(',').rsplit(',')",
        "found",
    ],
)
def test_texts_that_are_taken_apart(origins):
    source = f"""settings = Settings()
found = []
for each in settings.text.split(","):
    each = each.strip()
    if each:
        found.append(each)
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins={origins})
"""
    assert judge(facts(HEAD + source)).verdict.value == "not_met"
    closed = source.replace("settings.text", "settings.closed").replace(".origins)", ".closed)")
    assert judge(facts(HEAD + closed)).verdict.value == "met"
