"""What requests about products may hold."""

import pytest
from pydantic import ValidationError

from app.features.products.schemas import ProductCreate, ProductFilters, ProductUpdate
from tests.factories.products import ProductFactory

BODY = ProductFactory.body()
UPDATABLE = ["title", "description", "price", "stock", "tags"]
INVALID = [
    pytest.param("sku", 12345, id="sku-wrong_type"),
    pytest.param("sku", "!!!", id="sku-wrong_pattern"),
    pytest.param("sku", None, id="sku-null"),
    pytest.param("title", 12345, id="title-wrong_type"),
    pytest.param("title", "\x00byte", id="title-nul_byte"),
    pytest.param("title", "x" * 201, id="title-too_long"),
    pytest.param("title", "", id="title-too_short"),
    pytest.param("title", None, id="title-null"),
    pytest.param("description", 12345, id="description-wrong_type"),
    pytest.param("description", "\x00byte", id="description-nul_byte"),
    pytest.param("description", "x" * 10001, id="description-too_long"),
    pytest.param("price", "much", id="price-wrong_type"),
    pytest.param("price", True, id="price-boolean"),
    pytest.param("price", "NaN", id="price-not_a_number"),
    pytest.param("price", "100000000.00", id="price-too_many_digits"),
    pytest.param("price", "0.011", id="price-too_many_decimals"),
    pytest.param("price", "0.00", id="price-too_small"),
    pytest.param("price", None, id="price-null"),
    pytest.param("stock", "many", id="stock-wrong_type"),
    pytest.param("stock", True, id="stock-boolean"),
    pytest.param("stock", 1.5, id="stock-fraction"),
    pytest.param("stock", 2147483648, id="stock-out_of_range"),
    pytest.param("stock", -1, id="stock-too_small"),
    pytest.param("stock", None, id="stock-null"),
    pytest.param("tags", "text", id="tags-wrong_type"),
    pytest.param("tags", [{"key": "value"}], id="tags-wrong_item"),
    pytest.param("tags", ["item 1"] * 101, id="tags-too_long"),
    pytest.param("tags", ["nul\x00byte"], id="tags-nul_byte"),
    pytest.param("tags", None, id="tags-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        ProductCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(
    ("field", "value"), [case for case in INVALID if case.values[0] in UPDATABLE]
)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        ProductUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["sku", "title", "price"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        ProductCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        ProductCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "sku"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        ProductUpdate.model_validate({field: BODY.get(field, "x")})


def test_update_tells_null_from_absent() -> None:
    empty = ProductUpdate.model_validate({})
    emptied = ProductUpdate.model_validate({"description": None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


def test_create_fills_in_defaults() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "stock"}

    created = ProductCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)["stock"] == 0


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        ProductFilters.model_validate({"no_such_filter": "1"})
