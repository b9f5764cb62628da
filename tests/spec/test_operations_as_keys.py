"""Operations that are written as keys: the hint is the list that chooses them."""

from __future__ import annotations

import pytest

from fastscaffold.spec.loader import load_text

ALL = "operations: [list, get, create, update, delete, bulk_create]"


def hints(line: str) -> list[str | None]:
    parsed = load_text(f"feature: x\nfields: {{a: str}}\n{line}\n", "s")
    assert [error.code for error in parsed.errors] == ["spec.unknown-key"]
    return [error.hint for error in parsed.errors]


@pytest.mark.parametrize(
    ("line", "operations"),
    [
        ("api: {bulk_create: true}", ALL),
        ("api: {bulk: true}", ALL),
        ("api: {bulk_create: {max: 50}}", ALL),
        ("api: {delete: false}", "operations: [list, get, create, update]"),
        ("api: {destroy: false}", "operations: [list, get, create, update]"),
        ("api: {bulk_create: false}", "operations: [list, get, create, update, delete]"),
        ("bulk_create: true", f"api: {{{ALL}}}"),
        ("behaviours: {bulk_create: true}", f"api: {{{ALL}}}"),
    ],
)
def test_the_list_is_shown(line: str, operations: str) -> None:
    assert hints(line) == [f"Operations are named in a list: `{operations}`."]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("api: {operation: [list]}", "Did you mean `operations`?"),
        ("api: {ttl: 30}", "`ttl` belongs under `api: cache:`."),
        ("view: str(20)", "It looks like one of `fields`: move it below."),
        ("naming: {bulk_create: true}", "Keys here are singular, class, table, path."),
    ],
)
def test_other_keys_have_the_hints_that_they_had(line: str, hint: str) -> None:
    assert hints(line) == [hint]
