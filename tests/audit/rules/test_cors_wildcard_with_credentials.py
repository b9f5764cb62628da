from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.cors_wildcard_with_credentials import RULE

START = "from fastapi.middleware.cors import CORSMiddleware as Cors\nW = ['*']\n"


@pytest.mark.parametrize(
    "source",
    [
        "app.add_middleware(Cors, allow_origins=['*'], allow_credentials=True)",
        "app.add_middleware(Cors, allow_origins=W, allow_credentials=True)",
        "app.add_middleware(Cors, allow_origins=[str(each) for each in W], allow_credentials=True)",
        "app.add_middleware(Cors, **dict(allow_origins='*', allow_credentials=True))",
        "app = Cors(app, allow_origin_regex='.*', allow_credentials=True)",
        "app.add_middleware(Cors, allow_origin_regex=r'https?://.*', allow_credentials=True)",
        (
            "import os; app.add_middleware(Cors, allow_origins=os.getenv('O', '*').split(','), "
            "allow_credentials=True)"
        ),
        (
            "O = read()\nif not O:\n    O = ['*']\n"
            "app.add_middleware(Cors, allow_origins=O, allow_credentials=True)"
        ),
        (
            "from starlette.middleware import Middleware\n"
            "M = [Middleware(Cors, allow_origins=('*',), allow_credentials=True)]"
        ),
    ],
)
def test_it_finds(source):
    assert lines(RULE, START + source) == [START.count("\n") + 1 + source.count("\n")]


@pytest.mark.parametrize(
    "source",
    [
        "app.add_middleware(Cors, allow_origins=['*'])",
        "app.add_middleware(Cors, allow_origins=['*'], allow_credentials=False)",
        "app.add_middleware(Cors, allow_origins=['https://a.example'], allow_credentials=True)",
        "app.add_middleware(Cors, allow_origins=O, allow_credentials='*' not in O)",
        "app.add_middleware(Cors, allow_origins=settings.origins, allow_credentials=True)",
        r"app.add_middleware(Cors, allow_origin_regex=r'https://.*\.a\.b', allow_credentials=True)",
        "app.add_middleware(Cors, allow_origin_regex='(a+)+$', allow_credentials=True)",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source) == []


def test_the_default_of_a_setting_counts():
    files = {
        "app/config.py": "from functools import lru_cache\nfrom pydantic import Field\n"
        "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
        "    origins: list[str] = Field(default_factory=lambda: ['*'])\n\n\n@lru_cache\n"
        "def get_settings(): return Settings()\n",
        "app/main.py": "from fastapi.middleware.cors import CORSMiddleware\n"
        "from app.config import get_settings\n\n\ndef create(app):\n"
        "    settings = get_settings()\n    app.add_middleware(\n        CORSMiddleware,\n"
        "        allow_origins=settings.origins,\n        allow_credentials=True,\n    )\n\n\ncreate(app)\n",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [("app/main.py", 7)]


def test_it_finds_an_origin_that_is_answered_with_itself():
    source = """async def cors(request, call_next):
    response = await call_next(request)
    origin = request.headers.get("origin")
    response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Access-Control-Allow-Origin"] = origin
    return response
"""
    assert lines(RULE, source) == [5]
    known = source.replace("    response.headers", "    if origin in KNOWN: response.headers")
    assert lines(RULE, known) == []


@pytest.mark.parametrize(("default", "found"), [("*", [3]), ("https://a.example", [])])
def test_it_follows_defaults_of_other_modules(default, found):
    files = {
        "config.py": "from decouple import config\n"
        f"ORIGINS = config('ORIGINS', default='{default}').split(',')\n",
        "app/main.py": "from fastapi.middleware.cors import CORSMiddleware\n"
        "from config import ORIGINS\n"
        "app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_credentials=True)\n",
    }
    assert lines(RULE, files) == found
