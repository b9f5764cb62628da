"""What requests about orders may hold."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from app.core.types import uuid7
from app.features.orders.schemas import OrderCreate, OrderFilters, OrderUpdate
from tests.factories.orders import OrderFactory

BODY = OrderFactory.body(note_id=uuid7())
INVALID = [
    pytest.param("number", 12345, id="number-wrong_type"),
    pytest.param("number", "\x00byte", id="number-nul_byte"),
    pytest.param("number", "x" * 41, id="number-too_long"),
    pytest.param("number", None, id="number-null"),
    pytest.param("total", "much", id="total-wrong_type"),
    pytest.param("total", True, id="total-boolean"),
    pytest.param("total", "NaN", id="total-not_a_number"),
    pytest.param("total", "10000000000.00", id="total-too_many_digits"),
    pytest.param("total", "0.001", id="total-too_many_decimals"),
    pytest.param("total", "-0.01", id="total-too_small"),
    pytest.param("total", None, id="total-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        OrderCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        OrderUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["note_id", "number"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        OrderCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "owner_id"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OrderCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "owner_id"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OrderUpdate.model_validate({field: BODY.get(field, "x")})


def test_create_fills_in_defaults() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "total"}

    created = OrderCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)["total"] == Decimal("0.00")


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OrderFilters.model_validate({"no_such_filter": "1"})
