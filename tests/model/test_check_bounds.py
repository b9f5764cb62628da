"""Tests need rows that meet checks: what a check says of one number, its samples keep to."""

from __future__ import annotations

import ast
from decimal import Decimal

import pytest
from support.resources import resources_of

from fastscaffold.errors import SpecError

SPEC = """
features:
  goods:
    fields:
      name: str
      amount: "{field}"
    constraints: {{check: [{{name: x, sql: '{sql}'}}]}}
"""


def goods(field, sql):
    (resource,) = resources_of(SPEC.format(field=field, sql=sql))
    return resource


def samples(field, sql):
    resource = goods(field, sql)
    amount = next(item for item in resource.fields if item.name == "amount")
    return [Decimal(str(ast.literal_eval(sample.json.text))) for sample in amount.samples]


@pytest.mark.parametrize(
    ("field", "sql", "low", "high"),
    [
        ("decimal(8,2)", "amount < 10", "-999999.99", "9.99"),
        ("decimal(8,2)", "amount < 10.00", "-999999.99", "9.99"),
        ("decimal(8,2)", "amount <= 10", "-999999.99", "10"),
        ("decimal(8,2)", "amount > 5000", "5000.01", "999999.99"),
        ("decimal(8,2)", "amount > 0 and amount < 1", "0.01", "0.99"),
        ("decimal(8,2):ge=0", "amount < 10", "0", "9.99"),
        ("decimal(8,2):lt=20", "amount <= 10", "-999999.99", "10"),
        ("decimal(8,2):gt=3", "amount BETWEEN 3 AND 9.5", "3.01", "9.5"),
        ("decimal(4,0)", "amount < - 100", "-9999", "-101"),
        ("int", "amount > 1000", "1001", "2147483647"),
        ("bigint", "amount >= 30 and amount <= 45", "30", "45"),
        ("float", "amount > 100 and amount < 200", "100", "200"),
        ("decimal(8,2):unique", "amount < 10", "-999999.99", "9.99"),
    ],
)
def test_samples_are_within_what_a_check_says(field, sql, low, high):
    found = samples(field, sql)

    assert len(found) >= 8
    assert all(Decimal(low) <= value <= Decimal(high) for value in found)


@pytest.mark.parametrize("field", ["decimal(8,2)", "int"])
@pytest.mark.parametrize(
    "sql",
    [
        "amount >= 0",
        "amount < 100 or amount > 110",
        "not (amount < 0)",
        "amount + 1 > 0",
        "amount > 0 and length(name) < 100",
    ],
)
def test_samples_stay_where_they_meet_it_and_where_it_says_something_else(field, sql):
    assert samples(field, sql) == samples(field, "amount <> 7000")


def test_examples_are_those_of_the_user():
    found = samples("decimal(8,2):examples='[1,2,3,4]'", "amount < 10")
    assert found[:4] == [1, 2, 3, 4]


def test_a_row_beyond_the_bound_breaks_the_check():
    (check,) = goods("decimal(8,2)", "amount < 10").constraints.check
    assert {name: code.text for name, code in check.broken.items()} == {"amount": '"1000.00"'}


@pytest.mark.parametrize(
    "sql", ["amount < 10 and amount > 10", "amount > 0.001 and amount < 0.002"]
)
def test_what_nothing_meets_is_refused_still(sql):
    with pytest.raises(SpecError, match="none could be found"):
        goods("decimal(8,2)", sql)
