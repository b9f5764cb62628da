from __future__ import annotations

import tomllib

import pytest

from fastscaffold.edits import AddDependency, Changed, Refused, Unchanged

PROJECT = b"""\
[project]
name = "api"
dependencies = [
    "alembic>=1.20",
    "Fast_API>=0.165", # the heart
    "uvicorn[standard]",
]

[dependency-groups]
dev = ["pytest"]
"""


def added(source: bytes, edit: AddDependency) -> bytes:
    outcome = edit.apply(source)
    assert isinstance(outcome, Changed)
    tomllib.loads(outcome.content.decode())
    assert edit.apply(outcome.content) == Unchanged()
    assert edit.revert(outcome.content) == Changed(source)
    assert edit.revert(source) == Unchanged()
    return outcome.content


@pytest.mark.parametrize(
    ("requirement", "above"),
    [
        ("aaa>=1", "dependencies = ["),
        ("httpx2>=2", '    "Fast_API>=0.165", # the heart'),
        ("zstandard>=1", '    "uvicorn[standard]",'),
    ],
)
def test_a_sorted_list_stays_sorted_and_the_rest_as_it_was(requirement, above):
    lines = added(PROJECT, AddDependency(requirement)).decode().splitlines()

    place = lines.index(f'    "{requirement}",')
    assert lines[place - 1] == above
    assert [*lines[:place], *lines[place + 1 :]] == PROJECT.decode().splitlines()


def test_a_list_that_is_not_sorted_is_appended_to():
    source = PROJECT.replace(b"alembic", b"zope")

    assert b'    "uvicorn[standard]",\n    "aaa",\n]' in added(source, AddDependency("aaa"))


def test_a_group_on_one_line():
    assert b'dev = ["httpx2>=2", "pytest"]' in added(PROJECT, AddDependency("httpx2>=2", "dev"))


@pytest.mark.parametrize("order", [("b", "d"), ("d", "b")])
def test_the_order_of_adding_makes_no_difference(order):
    content = PROJECT
    for name in order:
        content = added(content, AddDependency(name))

    assert tomllib.loads(content.decode())["project"]["dependencies"] == [
        "alembic>=1.20", "b", "d", "Fast_API>=0.165", "uvicorn[standard]"
    ]  # fmt: skip


@pytest.mark.parametrize("requirement", ["fast-api>=1", "FAST.API", "uvicorn"])
def test_a_distribution_that_is_asked_for_already_is_left_alone(requirement):
    assert AddDependency(requirement).apply(PROJECT) == Unchanged()


def test_a_version_that_was_changed_since_stays():
    outcome = AddDependency("fast-api>=0.100").revert(PROJECT)

    assert isinstance(outcome, Refused)
    assert "Fast_API>=0.165" in outcome.reason


def test_line_ends_are_kept():
    source = PROJECT.replace(b"\n", b"\r\n")

    content = added(source, AddDependency("httpx2"))

    assert content.replace(b"\r\n", b"").count(b"\n") == 0


@pytest.mark.parametrize(
    "source",
    [b"", b"[project]\n", b"[project]\ndependencies = 1\n", b"project = 1\n", b"[", b"\xff"],
)
def test_what_cannot_be_placed_comes_with_the_line_to_paste(source):
    outcome = AddDependency("httpx2>=2").apply(source)

    assert isinstance(outcome, Refused)
    assert outcome.snippet == '    "httpx2>=2",'


@pytest.mark.parametrize("requirement", ["", 'a"]', "a\nb", "-r x", "é"])
def test_what_is_no_requirement_is_refused(requirement):
    with pytest.raises(ValueError, match="is not a requirement"):
        AddDependency(requirement)
