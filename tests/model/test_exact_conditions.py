"""SQLite keeps decimals as integers: conditions on them come out there as in exact arithmetic."""

from __future__ import annotations

import operator
import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.resources import resources_of

from fastscaffold.model.check_samples import stored
from fastscaffold.model.conditions import Operand, read_condition

OPERANDS = {
    operand.name: operand
    for operand in (
        Operand("price", "decimal", 2),
        Operand("cap", "decimal", 2),
        Operand("tax", "decimal", 3),
        Operand("seats", "int"),
        Operand("total", "bigint"),
        Operand("weight", "float"),
        Operand("name", "str"),
        Operand("paid", "bool"),
    )
}


@pytest.mark.parametrize(
    ("sql", "sqlite"),
    [
        ("price >= 0", "price >= 0"),
        ("price >= 0.5", "price >= 50"),
        ("price > cap - 1.50", "price > cap - 150"),
        ("price >= 0.005", "price * 10 >= 5"),
        ("price <= cap * 1.5", "price * 10 <= cap * 15"),
        ("price <= 1.5 * cap", "price * 10 <= 15 * cap"),
        ("price * seats <= total", "price * seats <= total * 100"),
        ("price > tax", "price * 10 > tax"),
        ("price > seats AND seats > 1", "price > seats * 100 AND seats > 1"),
        ("tax = price * 0.19", "tax * 10 = price * 19"),
        ("tax * 2 = (price + 1) * 0.190", "tax * 20 = (price + 100) * 19"),
        ("-price < - 0.5 * tax", "- price * 100 < - 5 * tax"),
        ("price BETWEEN tax AND 9.5", "price * 10 BETWEEN tax AND 9500"),
        ("price NOT IN (1, tax, 0.10)", "price * 10 NOT IN (1000, tax, 100)"),
        ("coalesce(price, tax, 0) > 1", "coalesce(price * 10, tax, 0) > 1000"),
        ("nullif(price, 1) IS NOT NULL", "nullif(price, 100) IS NOT NULL"),
        ("NOT abs(price - tax) > 0.01", "NOT abs(price * 10 - tax) > 10"),
        (
            "CASE WHEN paid THEN price ELSE NULL END > tax",
            "CASE WHEN paid THEN price * 10 ELSE NULL END > tax",
        ),
        (
            "CASE price WHEN tax THEN 1 WHEN 2 THEN 0.5 END = seats",
            "CASE price * 10 WHEN tax THEN 10 WHEN 2000 THEN 5 END = seats * 10",
        ),
        ("(price IS NULL) = (tax IS NULL)", "(price IS NULL) = (tax IS NULL)"),
        ("length(name) * 0.5 < price", "length(name) * 50 < price"),
        (
            "price > 1 OR substr(name, 1, seats) || 'x' = 'ax'",
            "price > 100 OR substr(name, 1, seats) || 'x' = 'ax'",
        ),
        ("seats * 0.1 <= 0.3", "seats * 1 <= 3"),
        ("price % 3 = 1", "price % 300 = 100"),
        ("price % tax * 2 = 0", "price * 10 % tax * 2 = 0"),
        ("tax % price = 0", "tax % (price * 10) = 0"),
    ],
)
def test_all_of_it_is_counted_in_one_unit(sql, sqlite):
    assert read_condition(sql, OPERANDS).sqlite == sqlite


@pytest.mark.parametrize(
    ("sql", "sqlite"),
    [
        ("price / 3 > 1", "(price / 100.0) / 3 > 1"),
        ("price > weight", "(price / 100.0) > weight"),
        ("price > 1 AND weight > 0.5", "(price / 100.0) > 1 AND weight > 0.5"),
        (
            "price > 1 AND substr(name, 1.5) = 'a'",
            "(price / 100.0) > 1 AND substr(name, 1.5) = 'a'",
        ),
        (f"price > 0.{'1' * 19}", f"(price / 100.0) > 0.{'1' * 19}"),
        ("seats / 2 > 1.5", "seats / 2 > 1.5"),
        # The databases read these differently, or only one of them does.
        ("price > 1 IN (TRUE)", "(price / 100.0) > 1 IN (TRUE)"),
        ("price = name || 'a'", "(price / 100.0) = name || 'a'"),
        ("price NOT > 1", "(price / 100.0) NOT > 1"),
        (f"{'(' * 40}price{')' * 40} > 1", f"{'(' * 40}(price / 100.0){')' * 40} > 1"),
    ],
)
def test_quotients_floats_and_what_is_not_understood_stay_as_they_are(sql, sqlite):
    assert read_condition(sql, OPERANDS).sqlite == sqlite


@pytest.mark.parametrize("sql", ["seats * 2.0 > 1", "total % 2 = 0", "weight > 0.5"])
def test_what_has_no_fractions_to_count_is_the_same_on_both(sql):
    condition = read_condition(sql, OPERANDS)
    assert condition.sqlite == condition.sql == sql


def test_rows_on_the_very_edge_meet_a_product():
    spec = """
features:
  prices:
    fields:
      price: {type: decimal, examples: ["1.05", "0.30"]}
      cap: {type: decimal, examples: ["0.70", "0.20"]}
    constraints:
      check:
        - {name: x, sql: price = cap * 1.5}
"""
    (resource,) = resources_of(spec)
    rows = zip(
        *([item.json.text for item in field.samples] for field in resource.fields), strict=True
    )
    assert list(rows)[:2] == [('"1.05"', '"0.70"'), ('"0.30"', '"0.20"')]


def unknown_of_null(compute):
    return lambda *values: None if None in values else compute(*values)


def both(first, second):
    return False if False in (first, second) else unknown_of_null(operator.and_)(first, second)


def either(first, second):
    return True if True in (first, second) else unknown_of_null(operator.or_)(first, second)


def made(template, compute, *parts):
    """SQL of parts, and what it comes to in a row."""
    return template.format(*(sql for sql, _ in parts)), lambda row: compute(
        *(value(row) for _, value in parts)
    )


def column(name):
    return name, lambda row: row[name]


def constant(value):
    return str(value), lambda _: value


SIGNS = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul}
LEAVES = st.one_of(
    st.sampled_from(["price", "cap", "tax", "seats"]).map(column),
    st.decimals(0, 9, places=2).map(constant),
    st.integers(0, 9).map(constant),
)


def larger(parts):
    return st.one_of(
        st.builds(
            lambda sign, *pair: made(
                f"({{}} {sign} {{}})", unknown_of_null(ARITHMETIC[sign]), *pair
            ),
            st.sampled_from([*ARITHMETIC]),
            parts,
            parts,
        ),
        # Without brackets, the rank of the signs decides.
        st.builds(
            lambda *parts: made("{} - {} * {}", unknown_of_null(lambda a, b, c: a - b * c), *parts),
            LEAVES,
            LEAVES,
            LEAVES,
        ).map(lambda part: made("({})", lambda value: value, part)),
        st.builds(lambda part: made("(- {})", unknown_of_null(operator.neg), part), parts),
        st.builds(lambda part: made("abs({})", unknown_of_null(abs), part), parts),
        st.builds(
            lambda *pair: made("coalesce({}, {})", lambda a, b: b if a is None else a, *pair),
            parts,
            parts,
        ),
        st.builds(
            lambda *pair: made("nullif({}, {})", lambda a, b: None if a == b else a, *pair),
            parts,
            parts,
        ),
        st.builds(
            lambda *pair: made(
                "CASE WHEN {} THEN {} ELSE {} END",
                lambda first, a, b: a if first else b,
                column("paid"),
                *pair,
            ),
            parts,
            parts,
        ),
    )


# Few enough that no product is larger than an integer of SQLite.
NUMBERS = st.recursive(LEAVES, larger, max_leaves=4)
BASES = st.one_of(
    st.builds(
        lambda sign, *pair: made(f"{{}} {sign} {{}}", unknown_of_null(SIGNS[sign]), *pair),
        st.sampled_from([*SIGNS]),
        NUMBERS,
        NUMBERS,
    ),
    st.builds(
        lambda value, low, high: made(
            "{} BETWEEN {} AND {}",
            lambda a, b, c: both(
                unknown_of_null(operator.ge)(a, b), unknown_of_null(operator.le)(a, c)
            ),
            value,
            low,
            high,
        ),
        NUMBERS,
        NUMBERS,
        NUMBERS,
    ),
    st.builds(
        lambda value, *pair: made(
            "{} IN ({}, {})",
            lambda a, b, c: either(
                unknown_of_null(operator.eq)(a, b), unknown_of_null(operator.eq)(a, c)
            ),
            value,
            *pair,
        ),
        NUMBERS,
        NUMBERS,
        NUMBERS,
    ),
    st.builds(lambda part: made("{} IS NOT NULL", lambda a: a is not None, part), NUMBERS),
)
CONDITIONS = st.recursive(
    BASES,
    lambda parts: st.one_of(
        st.builds(lambda *pair: made("({} AND {})", both, *pair), parts, parts),
        st.builds(lambda *pair: made("({} OR {})", either, *pair), parts, parts),
        st.builds(lambda part: made("NOT ({})", unknown_of_null(operator.not_), part), parts),
    ),
    max_leaves=3,
).map(lambda part: made("{} AND paid IS NOT NULL", lambda value: value, part))
NAMES = ("price", "cap", "tax", "seats", "paid")
# Few values, so that equal ones are met often.
ROWS = st.fixed_dictionaries(
    {
        "price": st.none() | st.decimals(-9, 9, places=2),
        "cap": st.none() | st.sampled_from([Decimal("0.70"), Decimal("0.10"), Decimal("3.00")]),
        "tax": st.none() | st.decimals(-1, 1, places=3),
        "seats": st.none() | st.integers(-9, 9),
        "paid": st.booleans(),
    }
)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(CONDITIONS, st.lists(ROWS, min_size=1, max_size=5))
def test_sqlite_says_what_exact_arithmetic_says(condition, rows):
    sql, expected = condition
    columns = ", ".join(f"? AS {name}" for name in NAMES)
    query = f"SELECT ({read_condition(sql, OPERANDS).sqlite}) FROM (SELECT {columns})"

    with closing(sqlite3.connect(":memory:")) as database:
        for row in rows:
            values = [stored(row[name], OPERANDS[name].scale) for name in NAMES]
            (found,) = database.execute(query, values).fetchone()
            assert (None if found is None else bool(found)) == expected(row), (sql, query, row)
