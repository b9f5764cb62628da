"""An error in one part of a feature hides no error of a part that does not rely on it."""

from __future__ import annotations

import pytest

from fastscaffold.errors import SpecError
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_text

HEAD = "feature: things\nfields: {name: str(40)}\n"


def told(rest: str) -> list[str]:
    """The codes of the errors, in the order of the text."""
    with pytest.raises(SpecError) as refused:
        resolve(load_text(HEAD + rest, "s"), {}, ["auth", "cache"])
    return [each.code.removeprefix("spec.") for each in refused.value.messages]


@pytest.mark.parametrize(
    ("rest", "codes"),
    [
        (
            "api: {permissions: {list: all, remove: admin}, page_size: {default: 500}, sort: [no]}",
            ["invalid-value", "unknown-key", "invalid-value", "unknown-field"],
        ),
        ("api: {page_size: {defalt: 1}, sort: [nope]}", ["unknown-key", "unknown-field"]),
        ("api: {sort: nope, filter: [nope]}", ["invalid-value", "unknown-field"]),
        ("api: {cache: 5, permissions: {list: all}}", ["invalid-value", "invalid-value"]),
        (
            "naming: {sing: a}\nconstraints: {unique: [[nope]]}",
            ["unknown-key", "unknown-field"],
        ),
        (
            "constraints: {uniq: []}\napi: {sort: [nope]}",
            ["unknown-key", "unknown-field"],
        ),
    ],
)
def test_what_does_not_rely_on_it_is_told(rest, codes):
    assert told(rest) == codes


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("behaviours: {ownerships: true}\napi: {permissions: {list: owner}}", "unknown-key"),
        ("behaviors: {ownership: true}\napi: {permissions: {list: owner}}", "unknown-key"),
        ("api: {operations: [lst], sort: [name]}", "invalid-value"),
        ("api: {operation: [list], permissions: {bulk_create: admin}}", "unknown-key"),
        ("api: {page_size: {default: 500, max: many}}", "invalid-value"),
        ("api: {permissions: [list]}", "invalid-value"),
        (
            "behaviours: {ownership: true}\napi: {cache: {ttl: 5}, permissions: {lst: public}}",
            "unknown-key",
        ),
    ],
)
def test_what_relies_on_it_is_not_taken_for_an_error(rest, code):
    assert told(rest) == [code]
