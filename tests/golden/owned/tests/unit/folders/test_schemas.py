"""What requests about folders may hold."""

import pytest
from pydantic import ValidationError

from app.core.types import uuid7
from app.features.folders.schemas import FolderCreate, FolderFilters, FolderUpdate
from tests.factories.folders import FolderFactory

BODY = FolderFactory.body(cover_id=uuid7())
INVALID = [
    pytest.param("name", 12345, id="name-wrong_type"),
    pytest.param("name", "\x00byte", id="name-nul_byte"),
    pytest.param("name", "x" * 81, id="name-too_long"),
    pytest.param("name", None, id="name-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        FolderCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        FolderUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


def test_create_requires_a_field() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "name"}

    with pytest.raises(ValidationError, match="missing"):
        FolderCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "owner_id"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        FolderCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize(
    "field", ["no_such_field", "id", "created_at", "updated_at", "owner_id", "copied_from_id"]
)
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        FolderUpdate.model_validate({field: BODY.get(field, "x")})


@pytest.mark.parametrize("field", ["cover_id", "inside_id"])
def test_update_tells_null_from_absent(field: str) -> None:
    empty = FolderUpdate.model_validate({})
    emptied = FolderUpdate.model_validate({field: None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        FolderFilters.model_validate({"no_such_filter": "1"})
