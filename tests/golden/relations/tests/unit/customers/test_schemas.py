"""What requests about customers may hold."""

import pytest
from pydantic import ValidationError

from app.features.customers.models import CustomerTier
from app.features.customers.schemas import CustomerCreate, CustomerFilters, CustomerUpdate
from tests.factories.customers import CustomerFactory

BODY = CustomerFactory.body()
INVALID = [
    pytest.param("email", 5, id="email-wrong_type"),
    pytest.param("email", "ada.example.com", id="email-not_an_address"),
    pytest.param("email", "ada\x00@example.com", id="email-nul_byte"),
    pytest.param("email", "a" * 60 + "@" + "b" * 300 + ".com", id="email-too_long"),
    pytest.param("email", None, id="email-null"),
    pytest.param("name", 12345, id="name-wrong_type"),
    pytest.param("name", "\x00byte", id="name-nul_byte"),
    pytest.param("name", "x" * 121, id="name-too_long"),
    pytest.param("name", "", id="name-too_short"),
    pytest.param("name", None, id="name-null"),
    pytest.param("tier", "no such value", id="tier-unknown_value"),
    pytest.param("tier", 5, id="tier-wrong_type"),
    pytest.param("tier", None, id="tier-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        CustomerCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        CustomerUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["email", "name"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        CustomerCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        CustomerCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        CustomerUpdate.model_validate({field: BODY.get(field, "x")})


def test_create_fills_in_defaults() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "tier"}

    created = CustomerCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)["tier"] == CustomerTier.BASIC


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        CustomerFilters.model_validate({"no_such_filter": "1"})
