"""What requests about shifts may hold."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from app.core.types import uuid7
from app.features.shifts.schemas import ShiftCreate, ShiftFilters, ShiftUpdate
from tests.factories.shifts import ShiftFactory

BODY = ShiftFactory.body(event_id=uuid7(), helper_id=uuid7(), stand_in_id=uuid7())
INVALID = [
    pytest.param("day", 20260115, id="day-wrong_type"),
    pytest.param("day", "someday", id="day-not_a_date"),
    pytest.param("day", "2026-02-30", id="day-no_such_day"),
    pytest.param("day", None, id="day-null"),
    pytest.param("starts_at", 930, id="starts_at-wrong_type"),
    pytest.param("starts_at", "noon", id="starts_at-not_a_time"),
    pytest.param("starts_at", "25:00:00", id="starts_at-no_such_time"),
    pytest.param("starts_at", "09:30:00+02:00", id="starts_at-time_zone"),
    pytest.param("starts_at", None, id="starts_at-null"),
    pytest.param("ends_at", 930, id="ends_at-wrong_type"),
    pytest.param("ends_at", "noon", id="ends_at-not_a_time"),
    pytest.param("ends_at", "25:00:00", id="ends_at-no_such_time"),
    pytest.param("ends_at", "09:30:00+02:00", id="ends_at-time_zone"),
    pytest.param("ends_at", None, id="ends_at-null"),
    pytest.param("role", "no such value", id="role-unknown_value"),
    pytest.param("role", 5, id="role-wrong_type"),
    pytest.param("role", None, id="role-null"),
    pytest.param("pay", "much", id="pay-wrong_type"),
    pytest.param("pay", True, id="pay-boolean"),
    pytest.param("pay", "NaN", id="pay-not_a_number"),
    pytest.param("pay", "1000000.00", id="pay-too_many_digits"),
    pytest.param("pay", "0.001", id="pay-too_many_decimals"),
    pytest.param("pay", None, id="pay-null"),
    pytest.param("bonus", "much", id="bonus-wrong_type"),
    pytest.param("bonus", True, id="bonus-boolean"),
    pytest.param("bonus", "NaN", id="bonus-not_a_number"),
    pytest.param("bonus", "1000000.00", id="bonus-too_many_digits"),
    pytest.param("bonus", "0.001", id="bonus-too_many_decimals"),
    pytest.param("bonus", None, id="bonus-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        ShiftCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        ShiftUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["event_id", "day", "starts_at", "ends_at", "role", "pay"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        ShiftCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        ShiftCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        ShiftUpdate.model_validate({field: BODY.get(field, "x")})


@pytest.mark.parametrize("field", ["helper_id", "stand_in_id"])
def test_update_tells_null_from_absent(field: str) -> None:
    empty = ShiftUpdate.model_validate({})
    emptied = ShiftUpdate.model_validate({field: None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


def test_create_fills_in_defaults() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "bonus"}

    created = ShiftCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)["bonus"] == Decimal("0.00")


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        ShiftFilters.model_validate({"no_such_filter": "1"})
