"""What requests about notes may hold."""

import pytest
from pydantic import ValidationError

from app.features.notes.schemas import NoteCreate, NoteFilters, NoteUpdate
from tests.factories.notes import NoteFactory

BODY = NoteFactory.body()
INVALID = [
    pytest.param("title", 12345, id="title-wrong_type"),
    pytest.param("title", "\x00byte", id="title-nul_byte"),
    pytest.param("title", "x" * 121, id="title-too_long"),
    pytest.param("title", None, id="title-null"),
    pytest.param("slug", 12345, id="slug-wrong_type"),
    pytest.param("slug", "\x00byte", id="slug-nul_byte"),
    pytest.param("slug", "x" * 41, id="slug-too_long"),
    pytest.param("slug", None, id="slug-null"),
    pytest.param("pinned", "perhaps", id="pinned-wrong_type"),
    pytest.param("pinned", "true", id="pinned-text"),
    pytest.param("pinned", 1, id="pinned-number"),
    pytest.param("pinned", None, id="pinned-null"),
    pytest.param("body", 12345, id="body-wrong_type"),
    pytest.param("body", "\x00byte", id="body-nul_byte"),
    pytest.param("body", "x" * 10001, id="body-too_long"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        NoteCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        NoteUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["title", "slug"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        NoteCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "owner_id"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        NoteCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "owner_id"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        NoteUpdate.model_validate({field: BODY.get(field, "x")})


@pytest.mark.parametrize("field", ["parent_id", "body"])
def test_update_tells_null_from_absent(field: str) -> None:
    empty = NoteUpdate.model_validate({})
    emptied = NoteUpdate.model_validate({field: None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


def test_create_fills_in_defaults() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "pinned"}

    created = NoteCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)["pinned"] is False


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        NoteFilters.model_validate({"no_such_filter": "1"})
