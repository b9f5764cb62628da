"""Settings that are handed on as the mapping of all their fields."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit import checkpoints
from fastscaffold.audit.rules.cors_per_environment import RULE as ANY_ORIGIN
from fastscaffold.audit.rules.cors_wildcard_with_credentials import RULE as CREDENTIALS

SETTINGS = """from pydantic_settings import BaseSettings
class Origins(BaseSettings):
    allow_origins: list[str] = {origins}
    allow_credentials: bool = True
"""
MAIN = """from dataclasses import asdict
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from app.settings import Origins
settings = Origins()
app = FastAPI()
options = {options}
app.add_middleware(CORSMiddleware, **options)
"""
SPELLINGS = [
    "settings.model_dump()",
    "settings.dict()",
    "Origins().model_dump(exclude_none=True)",
    "dict(settings)",
    "vars(settings)",
    "asdict(settings)",
    "{**settings.model_dump(), 'allow_methods': ['*']}",
]


def _project(options: str, origins: str) -> dict[str, str]:
    return {
        "app/settings.py": SETTINGS.format(origins=origins),
        "app/main.py": MAIN.replace("{options}", options),
    }


@pytest.mark.parametrize("options", SPELLINGS)
def test_any_origin_by_default(options):
    files = _project(options, "['*']")
    assert lines(ANY_ORIGIN, files)
    assert lines(CREDENTIALS, files)
    assert checkpoints.judge_all(facts(files))["cors"].verdict.value == "not_met"


@pytest.mark.parametrize("options", SPELLINGS)
def test_one_origin_by_default(options):
    files = _project(options, "['https://shop.example']")
    assert not lines(ANY_ORIGIN, files)
    assert not lines(CREDENTIALS, files)
    assert checkpoints.judge_all(facts(files))["cors"].verdict.value == "met"
