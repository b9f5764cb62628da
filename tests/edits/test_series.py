from __future__ import annotations

import itertools

import pytest

from fastscaffold.edits import (
    AddDependency,
    AddEnvVar,
    AddMiddleware,
    AddResource,
    AddSetting,
    AddYamlEntry,
    Applied,
    Changed,
    Edit,
    Refused,
    apply_series,
)

SETTINGS = b'''\
"""Settings."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Everything."""

    name: str = "api"

    # email
    sender: str = ""
'''
MIDDLEWARE = b'''\
"""Middleware."""

from fastapi import FastAPI

from app.config import Settings
from app.core.inner import Inner


def add_middleware(app: FastAPI, settings: Settings) -> None:
    """Add it."""
    app.add_middleware(Inner)
'''
RESOURCES = b'''\
"""Resources."""

from fastapi import FastAPI

from app.config import Settings
from app.core.database import add_database


def add_resources(app: FastAPI, settings: Settings) -> None:
    """Add them."""
    add_database(app, settings)
'''
PYPROJECT = b"""\
[project]
name = "shop"
dependencies = [
    "fastapi>=1",
    "uvicorn>=1",
]

[dependency-groups]
dev = ["pytest>=9"]
"""
COMPOSE = b"""\
services:
  api:
    build: .

volumes:
  data: {}
"""
ORDER = ("Inner", "Cors", "Limit", "Hosts")
CALLS = ("add_database", "add_cache", "add_redis")

CASES: dict[str, tuple[bytes, tuple[Edit, ...]]] = {
    "settings": (
        SETTINGS,
        (
            AddSetting("zones", ("zone: ZoneInfo | None = None",), (("zoneinfo", "ZoneInfo"),)),
            AddSetting("cors", ("origins: list[str] = []",)),
            AddSetting("limits", ("rate: PositiveInt = 5",), (("pydantic", "PositiveInt"),)),
            AddSetting("auth", ("key: SecretStr",), (("pydantic", "SecretStr"),)),
            AddSetting("hours", ("hour: tzinfo | None = None",), (("zoneinfo", "tzinfo"),)),
        ),
    ),
    "middleware": (
        MIDDLEWARE,
        (
            AddMiddleware("app.core.hosts", "Hosts", (("hosts", "settings.hosts"),), ORDER),
            AddMiddleware("fastapi.middleware.cors", "Cors", (), ORDER),
            AddMiddleware("starlette.limit", "Limit", (), ORDER),
        ),
    ),
    "resources": (
        RESOURCES,
        (
            AddResource("app.core.redis", "add_redis", CALLS),
            AddResource("app.core.cache", "add_cache", CALLS),
        ),
    ),
    "dependencies": (
        PYPROJECT,
        (
            AddDependency("redis>=8"),
            AddDependency("ruff>=1", group="dev"),
            AddDependency("argon2-cffi>=2"),
            AddDependency("mypy>=2", group="dev"),
        ),
    ),
    "environment": (
        b"# Where.\nURL=\n",
        (AddEnvVar("ZONE", "utc", "When."), AddEnvVar("CORS", "[]", "Who.")),
    ),
    "yaml": (
        COMPOSE,
        (
            AddYamlEntry(("services",), "redis", ("image: valkey",), ("api", "cache", "redis")),
            AddYamlEntry(("services",), "cache", ("image: x",), ("api", "cache", "redis")),
            AddYamlEntry(("volumes",), "files", "{}"),
        ),
    ),
}


def one_by_one(edits: tuple[Edit, ...], source: bytes) -> bytes:
    for edit in edits:
        outcome = edit.apply(source)
        assert isinstance(outcome, Changed), outcome
        source = outcome.content
    return source


@pytest.mark.parametrize("name", CASES)
def test_a_series_gives_the_bytes_of_its_edits_one_by_one_in_any_order(name):
    source, edits = CASES[name]
    expected = one_by_one(edits, source)

    for order in itertools.permutations(edits):
        assert one_by_one(order, source) == expected
        assert apply_series(order, source) == Applied(expected)


@pytest.mark.parametrize("name", CASES)
def test_what_is_there_already_is_left_alone_and_the_rest_is_added(name):
    source, edits = CASES[name]
    expected = one_by_one(edits, source)

    for edit in edits:
        assert apply_series(edits, one_by_one((edit,), source)) == Applied(expected)
    assert apply_series(edits, expected) == Applied(expected)
    assert apply_series((*edits, *edits), source) == Applied(expected)


@pytest.mark.parametrize("name", CASES)
def test_a_series_can_be_undone_edit_by_edit(name):
    source, edits = CASES[name]
    content = apply_series(edits, source).content

    for edit in edits:
        outcome = edit.revert(content)
        assert isinstance(outcome, Changed), outcome
        content = outcome.content
    assert content == source


def test_one_that_is_refused_says_so_and_the_others_are_made():
    source, edits = CASES["settings"]
    clash = AddSetting("names", ("name: int = 1", "other: int = 2"))

    applied = apply_series((edits[0], clash, edits[1]), source)

    assert applied.content == one_by_one((edits[0], edits[1]), source)
    assert [refused.snippet for refused in applied.refused] == [refused_alone(clash, source)]


@pytest.mark.parametrize("name", [name for name in CASES if name != "environment"])
def test_where_nothing_can_be_placed_each_has_its_own_lines_to_paste(name):
    _, edits = CASES[name]
    source = b"\0"

    applied = apply_series(edits, source)

    assert applied.content == source
    assert [refused.snippet for refused in applied.refused] == [
        refused_alone(edit, source) for edit in edits
    ]


def test_edits_of_several_kinds_are_made_of_one_file():
    edits = (AddEnvVar("A", "1", "One."), AddDependency("redis>=8"), AddEnvVar("B", "2", "Two."))

    applied = apply_series(edits, b"")

    assert applied.content == b"# One.\nA=1\n\n# Two.\nB=2\n"
    assert [refused.snippet for refused in applied.refused] == ['    "redis>=8",']


def refused_alone(edit: Edit, source: bytes) -> str:
    outcome = edit.apply(source)
    assert isinstance(outcome, Refused)
    return outcome.snippet
