from __future__ import annotations

import ast
from itertools import pairwise

import pytest
from support.resources import resources_of

from fastscaffold.generators.feature_samples import is_sorted_alike, row_values


def values(*fields: str) -> list[list[object]]:
    lines = "".join(f"\n  {name}: {text!r}" for name, text in enumerate_names(fields))
    (resource,) = resources_of(f"feature: things\nfields:{lines}\n")
    chosen = row_values(resource).values()
    return [[ast.literal_eval(value.json.text) for value in row] for row in chosen]


def enumerate_names(fields: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(f"field_{number}", text) for number, text in enumerate(fields)]


@pytest.mark.parametrize("kind", ["str", "int", "date", "int:ge=1:le=3", "str:unique"])
def test_no_field_rises_with_the_index(kind: str) -> None:
    for rows in values(*[kind] * 9):
        assert rows[:3] != sorted(rows[:3])
        assert len(set(rows)) == len(rows) >= 3


def test_no_two_fields_begin_alike_and_neighbours_are_in_another_order() -> None:
    fields = values(*["str"] * 8)
    assert len({rows[0] for rows in fields}) == 8
    orders = [sorted(range(3), key=rows.__getitem__) for rows in fields]
    assert all(one != other for one, other in pairwise(orders))


def test_two_values_are_enough() -> None:
    assert [set(rows) for rows in values("bool")] == [{False, True}]


def test_the_examples_of_the_spec_come_first() -> None:
    first, second = values("str", 'str:examples=["pear","fig","kiwi"]')
    assert set(second[:3]) == {"pear", "fig", "kiwi"}
    assert "pear" not in first


@pytest.mark.parametrize(
    ("examples", "alike"),
    [
        (["b", "a", "c"], True),
        (["in_transit", "inbound", "x"], False),
        (["B", "a", "c"], False),
        (["a-b", "ab", "c"], False),
    ],
)
def test_what_collations_sort_otherwise(examples: list[str], alike: bool) -> None:
    (resource,) = resources_of(f"feature: things\nfields: {{a: {{type: str, examples: {examples}}}}}")
    assert is_sorted_alike(row_values(resource)["a"]) is alike
