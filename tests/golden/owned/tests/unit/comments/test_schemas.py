"""What requests about comments may hold."""

import pytest
from pydantic import ValidationError

from app.core.types import uuid7
from app.features.comments.schemas import CommentCreate, CommentFilters, CommentUpdate
from tests.factories.comments import CommentFactory

BODY = CommentFactory.body(order_id=uuid7(), note_id=uuid7())
INVALID = [
    pytest.param("content", 12345, id="content-wrong_type"),
    pytest.param("content", "\x00byte", id="content-nul_byte"),
    pytest.param("content", "x" * 10001, id="content-too_long"),
    pytest.param("content", None, id="content-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        CommentCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        CommentUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["order_id", "content"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        CommentCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        CommentCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize("field", ["no_such_field", "id", "note_id"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        CommentUpdate.model_validate({field: BODY.get(field, "x")})


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        CommentFilters.model_validate({"no_such_filter": "1"})
