"""What requests about venues may hold."""

import pytest
from pydantic import ValidationError

from app.features.venues.schemas import VenueCreate, VenueFilters, VenueUpdate
from tests.factories.venues import VenueFactory

BODY = VenueFactory.body()
INVALID = [
    pytest.param("name", 12345, id="name-wrong_type"),
    pytest.param("name", "\x00byte", id="name-nul_byte"),
    pytest.param("name", "x" * 81, id="name-too_long"),
    pytest.param("name", None, id="name-null"),
    pytest.param("website", 5, id="website-wrong_type"),
    pytest.param("website", "example", id="website-not_an_address"),
    pytest.param("website", "ftp://example.com/file", id="website-other_scheme"),
    pytest.param("website", "https://example.com/" + "a" * 2048, id="website-too_long"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        VenueCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        VenueUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


def test_create_requires_a_field() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "name"}

    with pytest.raises(ValidationError, match="missing"):
        VenueCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        VenueCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        VenueUpdate.model_validate({field: BODY.get(field, "x")})


def test_update_tells_null_from_absent() -> None:
    empty = VenueUpdate.model_validate({})
    emptied = VenueUpdate.model_validate({"website": None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        VenueFilters.model_validate({"no_such_filter": "1"})
