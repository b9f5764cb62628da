"""What requests about order lines may hold."""

import pytest
from pydantic import ValidationError

from app.core.types import uuid7
from app.features.order_lines.schemas import OrderLineCreate, OrderLineFilters, OrderLineUpdate
from tests.factories.order_lines import OrderLineFactory

BODY = OrderLineFactory.body(order_id=uuid7(), product_id=uuid7())
INVALID = [
    pytest.param("quantity", "many", id="quantity-wrong_type"),
    pytest.param("quantity", True, id="quantity-boolean"),
    pytest.param("quantity", 1.5, id="quantity-fraction"),
    pytest.param("quantity", 2147483648, id="quantity-out_of_range"),
    pytest.param("quantity", 0, id="quantity-too_small"),
    pytest.param("quantity", None, id="quantity-null"),
    pytest.param("unit_price", "much", id="unit_price-wrong_type"),
    pytest.param("unit_price", True, id="unit_price-boolean"),
    pytest.param("unit_price", "NaN", id="unit_price-not_a_number"),
    pytest.param("unit_price", "100000000.00", id="unit_price-too_many_digits"),
    pytest.param("unit_price", "0.001", id="unit_price-too_many_decimals"),
    pytest.param("unit_price", "-0.01", id="unit_price-too_small"),
    pytest.param("unit_price", None, id="unit_price-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        OrderLineCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        OrderLineUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["order_id", "product_id", "quantity", "unit_price"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        OrderLineCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OrderLineCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OrderLineUpdate.model_validate({field: BODY.get(field, "x")})


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OrderLineFilters.model_validate({"no_such_filter": "1"})
