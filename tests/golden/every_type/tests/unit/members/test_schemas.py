"""What requests about members may hold."""

import pytest
from pydantic import ValidationError

from app.features.members.schemas import MemberCreate, MemberFilters, MemberUpdate
from tests.factories.members import MemberFactory

BODY = MemberFactory.body()
UPDATABLE = ["memberNumber", "from-year", "pin", "photo", "mark"]
INVALID = [
    pytest.param("memberNumber", 12345, id="memberNumber-wrong_type"),
    pytest.param("memberNumber", "\x00byte", id="memberNumber-nul_byte"),
    pytest.param("memberNumber", "x" * 21, id="memberNumber-too_long"),
    pytest.param("memberNumber", None, id="memberNumber-null"),
    pytest.param("from-year", "many", id="from-year-wrong_type"),
    pytest.param("from-year", True, id="from-year-boolean"),
    pytest.param("from-year", 1.5, id="from-year-fraction"),
    pytest.param("from-year", 2147483648, id="from-year-out_of_range"),
    pytest.param("from-year", None, id="from-year-null"),
    pytest.param("pin", 12345, id="pin-wrong_type"),
    pytest.param("pin", "\x00byte", id="pin-nul_byte"),
    pytest.param("pin", "x" * 13, id="pin-too_long"),
    pytest.param("pin", "x" * 3, id="pin-too_short"),
    pytest.param("pin", None, id="pin-null"),
    pytest.param("recoveryCode", 12345, id="recoveryCode-wrong_type"),
    pytest.param("recoveryCode", "\x00byte", id="recoveryCode-nul_byte"),
    pytest.param("recoveryCode", "x" * 129, id="recoveryCode-too_long"),
    pytest.param("photo", 12345, id="photo-wrong_type"),
    pytest.param("photo", "not base64!", id="photo-not_base64"),
    pytest.param("photo", "-_-_", id="photo-another_alphabet"),
    pytest.param("photo", "YQ", id="photo-no_padding"),
    pytest.param("photo", "YR==", id="photo-loose_bits"),
    pytest.param("photo", "YQ==\n", id="photo-line_end"),
    pytest.param("photo", "AAAA" * 21846, id="photo-too_long"),
    pytest.param("mark", 12345, id="mark-wrong_type"),
    pytest.param("mark", "not base64!", id="mark-not_base64"),
    pytest.param("mark", "-_-_", id="mark-another_alphabet"),
    pytest.param("mark", "YQ", id="mark-no_padding"),
    pytest.param("mark", "YR==", id="mark-loose_bits"),
    pytest.param("mark", "YQ==\n", id="mark-line_end"),
    pytest.param("mark", "AAAA" * 6, id="mark-too_long"),
    pytest.param("mark", None, id="mark-null"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        MemberCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(
    ("field", "value"), [case for case in INVALID if case.values[0] in UPDATABLE]
)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        MemberUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["memberNumber", "from-year", "pin"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        MemberCreate.model_validate(incomplete)


@pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        MemberCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize(
    "field", ["no_such_field", "id", "created_at", "updated_at", "recoveryCode"]
)
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        MemberUpdate.model_validate({field: BODY.get(field, "x")})


def test_update_tells_null_from_absent() -> None:
    empty = MemberUpdate.model_validate({})
    emptied = MemberUpdate.model_validate({"photo": None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


def test_create_fills_in_defaults() -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "mark"}

    created = MemberCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)["mark"] == b"hello"


def test_secrets_show_in_no_representation() -> None:
    shown = MemberCreate.model_validate(BODY).model_dump(mode="json", by_alias=True)

    assert [
        shown[name]
        for name in (
            "pin",
            "recoveryCode",
        )
    ] == ["**********"] * 2


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        MemberFilters.model_validate({"no_such_filter": "1"})
