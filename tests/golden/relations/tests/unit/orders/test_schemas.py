"""What requests about orders may hold."""

import pytest
from pydantic import ValidationError

from app.core.types import utc_now, uuid7
from app.features.orders.models import OrderStatus
from app.features.orders.schemas import OrderCreate, OrderFilters, OrderUpdate
from tests.factories.orders import OrderFactory

BODY = OrderFactory.body(customer_id=uuid7())
UPDATABLE = ["status", "placed_at", "note"]
INVALID = [
    pytest.param("number", 12345, id="number-wrong_type"),
    pytest.param("number", "\x00byte", id="number-nul_byte"),
    pytest.param("number", "x" * 41, id="number-too_long"),
    pytest.param("number", "x" * 2, id="number-too_short"),
    pytest.param("number", None, id="number-null"),
    pytest.param("status", "no such value", id="status-unknown_value"),
    pytest.param("status", 5, id="status-wrong_type"),
    pytest.param("status", None, id="status-null"),
    pytest.param("placed_at", 1768469400, id="placed_at-wrong_type"),
    pytest.param("placed_at", "tomorrow", id="placed_at-not_a_datetime"),
    pytest.param("placed_at", "2026-01-15T09:30:00", id="placed_at-no_time_zone"),
    pytest.param("placed_at", None, id="placed_at-null"),
    pytest.param("note", 12345, id="note-wrong_type"),
    pytest.param("note", "\x00byte", id="note-nul_byte"),
    pytest.param("note", "x" * 10001, id="note-too_long"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        OrderCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(
    ("field", "value"), [case for case in INVALID if case.values[0] in UPDATABLE]
)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        OrderUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["customer_id", "number"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        OrderCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OrderCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "number"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OrderUpdate.model_validate({field: BODY.get(field, "x")})


def test_update_tells_null_from_absent() -> None:
    empty = OrderUpdate.model_validate({})
    emptied = OrderUpdate.model_validate({"note": None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


def test_create_fills_in_defaults() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "status"}

    created = OrderCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)["status"] == OrderStatus.DRAFT


def test_create_fills_in_the_current_time() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "placed_at"}
    before = utc_now()

    created = OrderCreate.model_validate(incomplete).model_dump(by_alias=True)

    assert before <= created["placed_at"] <= utc_now()


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OrderFilters.model_validate({"no_such_filter": "1"})
