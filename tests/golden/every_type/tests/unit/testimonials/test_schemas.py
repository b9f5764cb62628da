"""What requests about testimonials may hold."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from app.features.testimonials.schemas import (
    TestimonialCreate,
    TestimonialFilters,
    TestimonialUpdate,
)
from tests.factories.testimonials import TestimonialFactory

BODY = TestimonialFactory.body()
INVALID = [
    pytest.param("author", 12345, id="author-wrong_type"),
    pytest.param("author", "\x00byte", id="author-nul_byte"),
    pytest.param("author", "x" * 81, id="author-too_long"),
    pytest.param("author", None, id="author-null"),
    pytest.param("given_at", 930, id="given_at-wrong_type"),
    pytest.param("given_at", "noon", id="given_at-not_a_time"),
    pytest.param("given_at", "25:00:00", id="given_at-no_such_time"),
    pytest.param("given_at", "09:30:00+02:00", id="given_at-time_zone"),
    pytest.param("given_at", None, id="given_at-null"),
    pytest.param("read_for", True, id="read_for-wrong_type"),
    pytest.param("read_for", "a while", id="read_for-not_a_duration"),
    pytest.param("read_for", "P36501D", id="read_for-out_of_range"),
    pytest.param("read_for", None, id="read_for-null"),
    pytest.param("weight", "much", id="weight-wrong_type"),
    pytest.param("weight", True, id="weight-boolean"),
    pytest.param("weight", "NaN", id="weight-not_a_number"),
    pytest.param("weight", "1.000000000000000000", id="weight-too_many_digits"),
    pytest.param("weight", "0.0000000000000000001", id="weight-too_many_decimals"),
    pytest.param("weight", None, id="weight-null"),
    pytest.param("worth", "much", id="worth-wrong_type"),
    pytest.param("worth", True, id="worth-boolean"),
    pytest.param("worth", "NaN", id="worth-not_a_number"),
    pytest.param("worth", "10000000000000000.00", id="worth-too_many_digits"),
    pytest.param("worth", "0.001", id="worth-too_many_decimals"),
    pytest.param("worth", "-0.01", id="worth-too_small"),
    pytest.param("worth", None, id="worth-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        TestimonialCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        TestimonialUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["author", "given_at", "read_for", "worth"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        TestimonialCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        TestimonialCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        TestimonialUpdate.model_validate({field: BODY.get(field, "x")})


def test_create_fills_in_defaults() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "weight"}

    created = TestimonialCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)["weight"] == Decimal("0.000000000000000000")


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        TestimonialFilters.model_validate({"no_such_filter": "1"})
