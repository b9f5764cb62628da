"""What requests about check-ins may hold."""

import pytest
from pydantic import ValidationError

from app.features.check_ins.schemas import CheckInCreate, CheckInFilters
from tests.factories.check_ins import CheckInFactory

BODY = CheckInFactory.body(booking_id=999_999)
INVALID = [
    pytest.param("gate", 12345, id="gate-wrong_type"),
    pytest.param("gate", "\x00byte", id="gate-nul_byte"),
    pytest.param("gate", "x" * 21, id="gate-too_long"),
    pytest.param("gate", None, id="gate-null"),
    pytest.param("temperature", "much", id="temperature-wrong_type"),
    pytest.param("temperature", True, id="temperature-boolean"),
    pytest.param("temperature", "NaN", id="temperature-not_a_number"),
    pytest.param("temperature", "1000.0", id="temperature-too_many_digits"),
    pytest.param("temperature", "0.01", id="temperature-too_many_decimals"),
    pytest.param("comment", 12345, id="comment-wrong_type"),
    pytest.param("comment", "\x00byte", id="comment-nul_byte"),
    pytest.param("comment", "x" * 501, id="comment-too_long"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        CheckInCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


def test_create_requires_a_field() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "gate"}

    with pytest.raises(ValidationError, match="missing"):
        CheckInCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        CheckInCreate.model_validate(BODY | {field: "x"})


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        CheckInFilters.model_validate({"no_such_filter": "1"})
