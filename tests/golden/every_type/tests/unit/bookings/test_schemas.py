"""What requests about bookings may hold."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from app.core.types import uuid7
from app.features.bookings.schemas import BookingCreate, BookingFilters, BookingUpdate
from tests.factories.bookings import BookingFactory

BODY = BookingFactory.body(event_id=uuid7(), ticket_of_id=uuid7())
INVALID = [
    pytest.param("seat", "many", id="seat-wrong_type"),
    pytest.param("seat", True, id="seat-boolean"),
    pytest.param("seat", 1.5, id="seat-fraction"),
    pytest.param("seat", 0, id="seat-too_small"),
    pytest.param("seat", 501, id="seat-too_large"),
    pytest.param("seat", None, id="seat-null"),
    pytest.param("price_paid", "much", id="price_paid-wrong_type"),
    pytest.param("price_paid", True, id="price_paid-boolean"),
    pytest.param("price_paid", "NaN", id="price_paid-not_a_number"),
    pytest.param("price_paid", "0.0001", id="price_paid-too_many_decimals"),
    pytest.param("price_paid", "-0.001", id="price_paid-too_small"),
    pytest.param("price_paid", "100000.000", id="price_paid-too_large"),
    pytest.param("price_paid", None, id="price_paid-null"),
    pytest.param("note", 12345, id="note-wrong_type"),
    pytest.param("note", "\x00byte", id="note-nul_byte"),
    pytest.param("note", "x" * 201, id="note-too_long"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        BookingCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        BookingUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["event_id", "seat"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        BookingCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        BookingCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "event_id"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        BookingUpdate.model_validate({field: BODY.get(field, "x")})


@pytest.mark.parametrize("field", ["ticket_of_id", "note"])
def test_update_tells_null_from_absent(field: str) -> None:
    empty = BookingUpdate.model_validate({})
    emptied = BookingUpdate.model_validate({field: None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


def test_create_fills_in_defaults() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "price_paid"}

    created = BookingCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)["price_paid"] == Decimal("0.000")


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        BookingFilters.model_validate({"no_such_filter": "1"})
