from __future__ import annotations

import itertools

import pytest

from fastscaffold.edits import AddResource, Changed, Refused, Unchanged

BASE = b'''\
"""What the application holds."""

from fastapi import FastAPI

from app.config import Settings
from app.core.database import add_database


def add_resources(app: FastAPI, settings: Settings) -> None:
    """Add each."""
    app.state.resources = []
    add_database(app, settings)
'''
ORDER = ("add_redis", "add_limiter", "add_metrics")


def resource(function: str) -> AddResource:
    return AddResource(f"app.core.{function.removeprefix('add_')}", function, ORDER)


def added(source: bytes, edit: AddResource) -> bytes:
    outcome = edit.apply(source)
    assert isinstance(outcome, Changed), outcome
    compile(outcome.content, "resources.py", "exec")
    assert edit.apply(outcome.content) == Unchanged()
    assert edit.revert(outcome.content) == Changed(source)
    assert edit.revert(source) == Unchanged()
    return outcome.content


def test_it_goes_behind_what_the_project_began_with():
    assert added(BASE, resource("add_redis")) == BASE.replace(
        b"import add_database\n", b"import add_database\nfrom app.core.redis import add_redis\n"
    ) + (b"    add_redis(app, settings)\n")


@pytest.mark.parametrize("order", list(itertools.permutations(ORDER)))
def test_the_order_of_adding_makes_no_difference(order):
    content = BASE
    for function in order:
        content = added(content, resource(function))

    calls = [line.strip() for line in content.decode().splitlines() if line.startswith("    add_")]
    assert calls == [f"{name}(app, settings)" for name in ("add_database", *ORDER)]


def test_it_takes_the_names_that_the_function_has_by_now():
    source = BASE.replace(b"app:", b"api:").replace(b"settings:", b"config:")

    assert b"    add_redis(api, config)\n" in added(source, resource("add_redis"))


@pytest.mark.parametrize(
    "source",
    [BASE.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + BASE, BASE.replace(b"    ", b"\t")],
    ids=["crlf", "bom", "tabs"],
)
def test_files_of_every_shape(source):
    added(source, resource("add_redis"))


def test_a_call_that_was_changed_since_stays():
    content = added(BASE, resource("add_redis")).replace(
        b"add_redis(app, settings)", b"add_redis(app, settings.model_copy())"
    )

    outcome = resource("add_redis").revert(content)

    assert isinstance(outcome, Refused)
    assert outcome.snippet == "    add_redis(app, settings.model_copy())"


@pytest.mark.parametrize(
    "source",
    [b"", b"def other(app): ...\n", b"def add_resources(): ...\n", b"def add_resources(app: ...\n"],
)
def test_what_cannot_be_placed_is_refused_with_the_lines_to_paste(source):
    outcome = resource("add_redis").apply(source)

    assert isinstance(outcome, Refused)
    assert outcome.snippet.splitlines() == [
        "from app.core.redis import add_redis",
        "add_redis(app, settings)",
    ]
