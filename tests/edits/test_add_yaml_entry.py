from __future__ import annotations

import itertools

import pytest
import yaml

from fastscaffold.edits import AddYamlEntry, Changed, Refused, Unchanged

COMPOSE = b"""\
# How it is started.
x-environment: &environment
  DATABASE_URL: postgresql://database/api  # in the cluster

services:
  database:
    image: postgres:17
    volumes:
    - database:/data

  # What answers.
  api:
    build: .
    environment: *environment
    command: |
      serve
        --all
    depends_on:
      database: {condition: service_healthy}

volumes:
  database:
"""
ORDER = ("cache", "queue", "redis")


def service(key: str) -> AddYamlEntry:
    return AddYamlEntry(("services",), key, (f"image: {key}:1", "ports:", "  - 80:80"), ORDER)


def added(source: bytes, edit: AddYamlEntry) -> bytes:
    outcome = edit.apply(source)
    assert isinstance(outcome, Changed), outcome
    assert edit.apply(outcome.content) == Unchanged()
    assert edit.revert(outcome.content) == Changed(source)
    assert edit.revert(source) == Unchanged()
    return outcome.content


def keys(content: bytes, *path: str) -> list[str]:
    found = yaml.safe_load(content)
    for key in path:
        found = found[key]
    return list(found)


def test_an_entry_of_several_lines_goes_to_the_end_of_its_mapping():
    assert added(COMPOSE, service("redis")) == COMPOSE.replace(
        b"\nvolumes:\n  database:\n",
        b"\n  redis:\n    image: redis:1\n    ports:\n      - 80:80\n\nvolumes:\n  database:\n",
    )


def test_a_value_stands_beside_its_key():
    edit = AddYamlEntry(("x-environment",), "REDIS_URL", "redis://redis:6379/0")

    assert added(COMPOSE, edit) == COMPOSE.replace(
        b"in the cluster\n", b"in the cluster\n  REDIS_URL: redis://redis:6379/0\n"
    )


@pytest.mark.parametrize("order", [("a.yaml", "b.yaml"), ("b.yaml", "a.yaml")], ids="-".join)
@pytest.mark.parametrize(
    "source",
    [
        b"resources:\n  - own.yaml\n  # What else.\n  - ../base # ours\n\nimages: []\n",
        b"resources:\n- own.yaml\nimages: []\n",
        b'kind: x\r\nresources:\r\n    - "own.yaml"',
    ],
    ids=["comments", "no-indentation", "quoted-and-crlf"],
)
def test_plain_values_are_items_of_a_list(source, order):
    content = source
    for key in order:
        edit = AddYamlEntry(("resources",), key, None, ("a.yaml", "b.yaml"))
        content = added(content, edit)

    assert keys(content, "resources")[-2:] == ["a.yaml", "b.yaml"]
    assert keys(content, "resources")[0] == "own.yaml"


@pytest.mark.parametrize(
    "source",
    [b"resources: [own.yaml]\n", b"resources: []\n", b"resources:\n  own: yaml\n", b"kind: x\n"],
)
def test_an_item_that_cannot_be_placed_is_refused_with_the_line_to_paste(source):
    outcome = AddYamlEntry(("resources",), "a.yaml", None).apply(source)

    assert isinstance(outcome, Refused)
    assert outcome.snippet == "resources:\n  - a.yaml"


def test_an_entry_can_go_deep_into_the_file():
    edit = AddYamlEntry(("services", "api", "depends_on"), "redis", ("condition: service_healthy",))

    assert added(COMPOSE, edit) == COMPOSE.replace(
        b"service_healthy}\n",
        b"service_healthy}\n      redis:\n        condition: service_healthy\n",
    )


@pytest.mark.parametrize("order", list(itertools.permutations(ORDER)))
def test_the_order_of_adding_makes_no_difference(order):
    content = COMPOSE
    for key in order:
        content = added(content, service(key))

    assert keys(content, "services") == ["database", "api", *ORDER]
    for key in ORDER:
        outcome = service(key).revert(content)
        assert isinstance(outcome, Changed)
        content = outcome.content
    assert content == COMPOSE


@pytest.mark.parametrize(
    "source",
    [
        COMPOSE.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + COMPOSE,
        b"services:\n    api:\n        build: .",
        b"services:\n  api:\n    build: .\n  # No more.\n",
        b"---\nservices:\n  api: {build: .}\n...\n",
        b"services:\n  api:\n    test: [\n      a,\n      b,\n    ]\nname: x\n",
    ],
    ids=["crlf", "bom", "no-final-newline", "comment-at-the-end", "document-marks", "flow"],
)
def test_files_of_every_shape(source):
    content = added(source, service("redis"))

    assert keys(content, "services")[-1] == "redis"
    assert (b"\r\n" in content) == (b"\r\n" in source)
    assert content.count(b"\r\n") in {0, content.count(b"\n")}


def test_a_comment_above_an_entry_stays_with_it():
    source = COMPOSE.replace(b"  api:", b"  redis:")

    content = added(source, service("cache"))

    assert b"      - 80:80\n\n  # What answers.\n  redis:\n" in content


def test_an_entry_that_is_there_is_left_alone_whatever_its_value():
    assert service("api").apply(COMPOSE) == Unchanged()


def test_an_entry_that_was_changed_since_stays():
    content = added(COMPOSE, service("redis")).replace(b"image: redis:1", b"image: redis:2")

    outcome = service("redis").revert(content)

    assert isinstance(outcome, Refused)
    assert "image: redis:2" in outcome.snippet


def test_the_last_entry_of_a_mapping_stays():
    assert isinstance(service("redis").revert(added_alone()), Refused)


def added_alone() -> bytes:
    return b"services:\n  redis:\n    image: redis:1\n    ports:\n      - 80:80\n"


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"name: x\n",
        b"services:\n",
        b"services: {api: {build: .}}\n",
        b"services: [api]\n",
        b"services: text\n",
        b"services:\n  ? api\n  : {build: .}\n",
        b"services:\n\tapi: 1\n",
        b"services: &a\n  api: *b\n",
        b"one: 1\n---\nservices:\n  api: 1\n",
        b"services:\n  api: \xff\n",
        b"services:\n  api: [\n a\n ]\n",
        b"[" * 5_000,
        b"#" * 1_000_001,
    ],
)
def test_what_cannot_be_placed_is_refused_with_the_lines_to_paste(source):
    outcome = service("redis").apply(source)

    assert isinstance(outcome, Refused), outcome
    assert outcome.snippet.splitlines()[:3] == ["services:", "  redis:", "    image: redis:1"]


def test_a_file_without_the_anchor_that_an_entry_names_can_be_read():
    worker = AddYamlEntry(("services",), "worker", ("<<: *container", "command: work"))

    outcome = worker.apply(b"services:\n  api:\n    image: x\n")

    assert isinstance(outcome, Refused), outcome
    assert not outcome.unreadable
    assert outcome.reason == "The file would lack an anchor that is named in it."
