"""Items of lists of mappings, which ``AddYamlEntry`` adds as it does entries of mappings."""

from __future__ import annotations

import itertools

import pytest
import yaml

from fastscaffold.edits import AddYamlEntry, Changed, Refused, Unchanged

PIPELINE = b"""\
tests:
  services:
    # Of the tests.
    - name: postgres:17
      alias: postgres
    - redis:8
  script:
    - make test
"""
ORDER = ("cache", "queue", "search")


def item(key: str) -> AddYamlEntry:
    lines = (f"name: {key}:1", f"alias: {key}")
    return AddYamlEntry(("tests", "services"), key, lines, ORDER, by="alias")


def added(source: bytes, edit: AddYamlEntry) -> bytes:
    outcome = edit.apply(source)
    assert isinstance(outcome, Changed), outcome
    assert edit.apply(outcome.content) == Unchanged()
    assert edit.revert(outcome.content) == Changed(source)
    assert edit.revert(source) == Unchanged()
    return outcome.content


def test_an_item_goes_to_the_end_of_its_list():
    assert added(PIPELINE, item("cache")) == PIPELINE.replace(
        b"    - redis:8\n", b"    - redis:8\n    - name: cache:1\n      alias: cache\n"
    )


@pytest.mark.parametrize("order", list(itertools.permutations(ORDER)))
def test_the_order_of_adding_makes_no_difference(order):
    content = PIPELINE
    for key in order:
        content = added(content, item(key))

    found = yaml.safe_load(content)["tests"]["services"]
    assert found[2:] == [{"name": f"{key}:1", "alias": key} for key in ORDER]


@pytest.mark.parametrize(
    "source",
    [
        PIPELINE.replace(b"\n", b"\r\n"),
        PIPELINE.replace(b"    - name", b"    - &first\n      name"),
        b"tests:\n  services:\n  - alias: a\n  script: [a]\n",
        b"tests:\n  services:\n    - {name: a, alias: b}\n",
        b"tests:\n  services:\n    - name: a\n\n    - name: b",
    ],
    ids=["crlf", "anchor", "not-indented", "braces", "no-final-newline"],
)
def test_lists_of_every_shape(source):
    before = yaml.safe_load(source)["tests"]["services"]

    found = yaml.safe_load(added(source, item("cache")))["tests"]["services"]

    assert found == [*before, {"name": "cache:1", "alias": "cache"}]


def test_an_item_that_is_there_is_left_alone_whatever_else_it_says():
    edit = AddYamlEntry(("tests", "services"), "postgres", ("alias: postgres",), by="alias")

    assert edit.apply(PIPELINE) == Unchanged()


def test_an_item_that_was_changed_since_stays():
    content = added(PIPELINE, item("cache")).replace(b"cache:1", b"cache:2")

    assert isinstance(item("cache").revert(content), Refused)


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"tests:\n  services:\n",
        b"tests:\n  services: []\n",
        b"tests:\n  services: [{alias: a}]\n",
        b"tests:\n  services:\n    alias: a\n",
        b"tests:\n  services: text\n",
        b"tests:\n  services:\n    -\n      name: cache:0\n      alias: search\n",
    ],
)
def test_what_cannot_be_placed_is_refused_with_the_lines_to_paste(source):
    outcome = item("cache").apply(source)

    assert isinstance(outcome, Refused), outcome
    assert outcome.snippet == ("tests:\n  services:\n    - name: cache:1\n      alias: cache")
