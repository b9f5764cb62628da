"""Decimals in requests: which notations are taken, and which digits."""

import re
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.shared.decimals import Digits, PlainDecimal

PRICE = TypeAdapter[Any](Annotated[Decimal, Digits(6, 2, ge=0)])
STEP = TypeAdapter[Any](Annotated[Decimal, Digits(6, 2, gt=-10, lt=10, multiple_of=Decimal("0.5"))])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("12.5", "12.50"),
        (12, "12.00"),
        (12.5, "12.50"),
        (0.1 + 0.2, "0.30"),
        (Decimal("9999.99"), "9999.99"),
        (-0.0, "0.00"),
        ("0", "0.00"),
    ],
)
def test_a_number_is_taken_exactly(given: object, expected: str) -> None:
    assert str(PRICE.validate_python(given)) == expected


@pytest.mark.parametrize(
    "given",
    [
        "",
        "1e3",
        "1_000",
        " 1",
        "٣",
        "NaN",
        "1.234",
        "10000",
        "-1",
        1.234,
        1e300,
        float("inf"),
        float("nan"),
        10**30,
        True,
        None,
        Decimal("Infinity"),
    ],
)
def test_anything_else_is_refused(given: object) -> None:
    with pytest.raises(ValidationError):
        PRICE.validate_python(given)


def test_bounds_and_steps_hold() -> None:
    assert STEP.validate_python("-9.5") == Decimal("-9.5")
    for given in ("10", "-10", "0.25"):
        with pytest.raises(ValidationError):
            STEP.validate_python(given)


def test_the_schema_shows_numbers_and_text() -> None:
    number, text = PRICE.json_schema()["anyOf"]

    assert (number["minimum"], number["maximum"], number["multipleOf"]) == (0, 9999.99, 0.01)
    assert re.search(text["pattern"], "9999.99")
    assert not re.search(text["pattern"], "-1")


def test_text_is_not_shown_where_no_pattern_describes_it() -> None:
    assert STEP.json_schema()["type"] == "number"


def test_small_amounts_are_written_without_exponent() -> None:
    assert TypeAdapter(PlainDecimal).dump_json(Decimal("0E-8")) == b'"0.00000000"'


@pytest.mark.parametrize("given", [1, 0.5])
def test_more_digits_than_a_float_keeps_come_as_text(given: float) -> None:
    adapter = TypeAdapter[Decimal](Annotated[Decimal, Digits(18, 2)])

    assert adapter.json_schema()["type"] == "string"
    assert adapter.validate_python("9999999999999999.99") == Decimal("9999999999999999.99")
    with pytest.raises(ValidationError, match="as text"):
        adapter.validate_python(given)


def test_a_decimal_of_decimals_only() -> None:
    adapter = TypeAdapter[Decimal](Annotated[Decimal, Digits(4, 4)])

    assert adapter.validate_python("0.9999") == Decimal("0.9999")
    with pytest.raises(ValidationError, match="0 digits before"):
        adapter.validate_python("1")
