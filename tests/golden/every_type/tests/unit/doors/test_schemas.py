"""What requests about doors may hold."""

import pytest
from pydantic import ValidationError

from app.features.doors.schemas import DoorUpdate
from tests.factories.doors import DoorFactory

BODY = DoorFactory.body()
INVALID = [
    pytest.param("label", 12345, id="label-wrong_type"),
    pytest.param("label", "\x00byte", id="label-nul_byte"),
    pytest.param("label", "x" * 21, id="label-too_long"),
    pytest.param("label", None, id="label-null"),
    pytest.param("code", 12345, id="code-wrong_type"),
    pytest.param("code", "\x00byte", id="code-nul_byte"),
    pytest.param("code", "x" * 129, id="code-too_long"),
    pytest.param("code", None, id="code-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        DoorUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        DoorUpdate.model_validate({field: BODY.get(field, "x")})
