from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.cors_per_environment import RULE

HEAD = "from fastapi import FastAPI\nfrom starlette.middleware.cors import CORSMiddleware as C\napp = FastAPI()\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("app.add_middleware(C, allow_origins=['*'])", [4]),
        ("app.add_middleware(C, allow_origin_regex='.*')", [4]),
        ("options = {'allow_origins': ['*']}\napp.add_middleware(C, **options)", [4]),
        (
            "def add(app):\n    options = {'allow_origins': ['*']}\n    app.add_middleware(C, **options)\nadd(app)",
            [5],
        ),
        ("app = C(app, allow_origins=['*'])", [4]),
        ("app.add_middleware(C, allow_origins=['https://a.b'])", []),
        ("app.add_middleware(C, allow_origins=['https://a.b'], allow_methods=['*'])", []),
    ],
)
def test_literals(source, found):
    assert lines(RULE, f"{HEAD}{source}\n") == found


def test_the_default_of_a_setting_in_another_module():
    config = (
        "from pydantic_settings import BaseSettings\n"
        "class Base(BaseSettings):\n    origins: list[str] = ['*']\n"
        "class Settings(Base): ...\n"
        "def get_settings() -> Settings:\n    return Settings()\n"
    )
    main = (
        "from app.config import get_settings\nfrom fastapi import FastAPI\n"
        "from fastapi.middleware.cors import CORSMiddleware\n"
        "def create_app():\n    settings = get_settings()\n    app = FastAPI()\n"
        "    app.add_middleware(CORSMiddleware, allow_origins=settings.origins)\n    return app\n"
    )
    found = findings(RULE, {"app/config.py": config, "app/main.py": main})
    assert [(each.path, each.line) for each in found] == [("app/config.py", 3)]


@pytest.mark.parametrize(
    ("told", "test", "found"),
    [
        ("os.getenv('ORIGINS') or '*'", "told == '*'", [9]),
        ("os.getenv('ORIGINS', '')", "told == '*'", []),
        ("os.getenv('ORIGINS', '')", "told.split(',') == ['*']", []),
        ("os.getenv('ORIGINS', '')", "not told", [7]),
        ("os.getenv('ORIGINS', '')", "told != '*'", [7]),
    ],
)
def test_a_wildcard_that_only_says_again_what_was_told(told, test, found):
    source = (
        f"{HEAD}import os\ndef origins_of(told):\n    if {test}:\n        return ['*']\n"
        f"    return told.split(',')\norigins = origins_of({told})\n"
        "app.add_middleware(C, allow_origins=origins)\n"
    )
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("response.headers['Access-Control-Allow-Origin'] = '*'", [9]),
        ("response.headers.update({'Access-Control-Allow-Origin': '*'})", [9]),
        ("response.headers['Access-Control-Allow-Origin'] = request.headers['origin']", [9]),
        ("response.headers['Access-Control-Allow-Origin'] = 'https://a.b'", []),
        ("response.headers['Access-Control-Allow-Methods'] = '*'", []),
    ],
)
def test_a_header_that_middleware_of_the_project_sets(line, found):
    source = (
        "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware as C\n"
        "app = FastAPI()\napp.add_middleware(C, allow_origins=['https://a.b'])\n"
        "@app.middleware('http')\nasync def answer(request, call_next):\n"
        f"    response = await call_next(request)\n    if response:\n        {line}\n"
        "    return response\n"
    )
    assert lines(RULE, source) == found
