"""Middleware in functions that nothing applies any more."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit import checkpoints
from fastscaffold.audit.rules.cors_per_environment import RULE as ANY_ORIGIN
from fastscaffold.audit.rules.cors_wildcard_with_credentials import RULE as CREDENTIALS

LEFT = """from fastapi.middleware.cors import CORSMiddleware
def open_to_all(app):
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
"""
MAIN = """import importlib
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    origins: list[str] = []
settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.origins)
"""


def _files(more: str) -> dict[str, str]:
    return {"app/cors.py": LEFT, "app/main.py": MAIN + more}


def test_a_helper_that_nothing_names():
    files = _files("")
    assert not lines(ANY_ORIGIN, files)
    assert not lines(CREDENTIALS, files)
    assert checkpoints.judge_all(facts(files))["cors"].verdict.value == "met"


@pytest.mark.parametrize(
    "more",
    [
        "from app.cors import open_to_all\nopen_to_all(app)\n",
        "from app.cors import open_to_all as widen\nwiden(app)\n",
        "from app import cors\ncors.open_to_all(app)\n",
        "from app import cors\nfor each in (cors.open_to_all,):\n    each(app)\n",
    ],
)
def test_a_helper_that_something_names(more):
    files = _files(more)
    assert lines(ANY_ORIGIN, files)
    assert lines(CREDENTIALS, files)
    assert checkpoints.judge_all(facts(files))["cors"].verdict.value == "not_met"
