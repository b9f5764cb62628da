"""What requests about notices may hold."""

import pytest
from pydantic import ValidationError

from app.core.types import uuid7
from app.features.notices.schemas import NoticeCreate
from tests.factories.notices import NoticeFactory

BODY = NoticeFactory.body(door_id=uuid7())
INVALID = [
    pytest.param("body", 12345, id="body-wrong_type"),
    pytest.param("body", "\x00byte", id="body-nul_byte"),
    pytest.param("body", "x" * 201, id="body-too_long"),
    pytest.param("body", None, id="body-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        NoticeCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["door_id", "body"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        NoticeCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        NoticeCreate.model_validate(BODY | {field: "x"})
