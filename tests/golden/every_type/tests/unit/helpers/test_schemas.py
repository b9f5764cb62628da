"""What requests about helpers may hold."""

import pytest
from pydantic import ValidationError

from app.features.helpers.schemas import HelperCreate, HelperFilters, HelperUpdate
from tests.factories.helpers import HelperFactory

BODY = HelperFactory.body()
INVALID = [
    pytest.param("name", 12345, id="name-wrong_type"),
    pytest.param("name", "\x00byte", id="name-nul_byte"),
    pytest.param("name", "x" * 81, id="name-too_long"),
    pytest.param("name", None, id="name-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        HelperCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        HelperUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


def test_create_requires_a_field() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "name"}

    with pytest.raises(ValidationError, match="missing"):
        HelperCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        HelperCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        HelperUpdate.model_validate({field: BODY.get(field, "x")})


def test_update_tells_null_from_absent() -> None:
    empty = HelperUpdate.model_validate({})
    emptied = HelperUpdate.model_validate({"next_shift_id": None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        HelperFilters.model_validate({"no_such_filter": "1"})
