"""What requests about events may hold."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from app.core.types import utc_now
from app.features.events.models import EventStatus
from app.features.events.schemas import EventCreate, EventFilters, EventUpdate
from tests.factories.events import EventFactory

BODY = EventFactory.body(venue_id=999_999)
UPDATABLE = [
    "title",
    "summary",
    "seats",
    "rating",
    "price",
    "is_public",
    "held_on",
    "doors_at",
    "starts_at",
    "duration",
    "reference",
    "contact",
    "page",
    "created_from",
    "status",
    "attributes",
    "extra",
    "tags",
    "scores",
    "metadata",
    "type",
    "class",
]
INVALID = [
    pytest.param("code", 12345, id="code-wrong_type"),
    pytest.param("code", "EV-" + "7" * 7 + "502", id="code-too_long"),
    pytest.param("code", "!!!!", id="code-wrong_pattern"),
    pytest.param("code", None, id="code-null"),
    pytest.param("title", 12345, id="title-wrong_type"),
    pytest.param("title", "\x00byte", id="title-nul_byte"),
    pytest.param("title", "x" * 201, id="title-too_long"),
    pytest.param("title", "", id="title-too_short"),
    pytest.param("title", None, id="title-null"),
    pytest.param("summary", 12345, id="summary-wrong_type"),
    pytest.param("summary", "\x00byte", id="summary-nul_byte"),
    pytest.param("summary", "x" * 5001, id="summary-too_long"),
    pytest.param("seats", "many", id="seats-wrong_type"),
    pytest.param("seats", True, id="seats-boolean"),
    pytest.param("seats", 10.5, id="seats-fraction"),
    pytest.param("seats", -10, id="seats-too_small"),
    pytest.param("seats", 100010, id="seats-too_large"),
    pytest.param("seats", 1, id="seats-not_a_multiple"),
    pytest.param("seats", None, id="seats-null"),
    pytest.param("rating", "heavy", id="rating-wrong_type"),
    pytest.param("rating", True, id="rating-boolean"),
    pytest.param("rating", -1.0, id="rating-too_small"),
    pytest.param("rating", 11.0, id="rating-too_large"),
    pytest.param("price", "much", id="price-wrong_type"),
    pytest.param("price", True, id="price-boolean"),
    pytest.param("price", "NaN", id="price-not_a_number"),
    pytest.param("price", "10000000000.00", id="price-too_many_digits"),
    pytest.param("price", "0.001", id="price-too_many_decimals"),
    pytest.param("price", "-0.01", id="price-too_small"),
    pytest.param("price", None, id="price-null"),
    pytest.param("is_public", "perhaps", id="is_public-wrong_type"),
    pytest.param("is_public", "true", id="is_public-text"),
    pytest.param("is_public", 1, id="is_public-number"),
    pytest.param("is_public", None, id="is_public-null"),
    pytest.param("held_on", 20260115, id="held_on-wrong_type"),
    pytest.param("held_on", "someday", id="held_on-not_a_date"),
    pytest.param("held_on", "2026-02-30", id="held_on-no_such_day"),
    pytest.param("held_on", None, id="held_on-null"),
    pytest.param("doors_at", 930, id="doors_at-wrong_type"),
    pytest.param("doors_at", "noon", id="doors_at-not_a_time"),
    pytest.param("doors_at", "25:00:00", id="doors_at-no_such_time"),
    pytest.param("doors_at", "09:30:00+02:00", id="doors_at-time_zone"),
    pytest.param("starts_at", 1768469400, id="starts_at-wrong_type"),
    pytest.param("starts_at", "tomorrow", id="starts_at-not_a_datetime"),
    pytest.param("starts_at", "2026-01-15T09:30:00", id="starts_at-no_time_zone"),
    pytest.param("starts_at", None, id="starts_at-null"),
    pytest.param("duration", True, id="duration-wrong_type"),
    pytest.param("duration", "a while", id="duration-not_a_duration"),
    pytest.param("duration", "P36501D", id="duration-out_of_range"),
    pytest.param("duration", None, id="duration-null"),
    pytest.param("reference", 7, id="reference-wrong_type"),
    pytest.param("reference", "not-a-uuid", id="reference-not_a_uuid"),
    pytest.param("contact", 5, id="contact-wrong_type"),
    pytest.param("contact", "ada.example.com", id="contact-not_an_address"),
    pytest.param("contact", "ada\x00@example.com", id="contact-nul_byte"),
    pytest.param("contact", "a" * 60 + "@" + "b" * 300 + ".com", id="contact-too_long"),
    pytest.param("page", 5, id="page-wrong_type"),
    pytest.param("page", "example", id="page-not_an_address"),
    pytest.param("page", "ftp://example.com/file", id="page-other_scheme"),
    pytest.param("page", "https://example.com/" + "a" * 2048, id="page-too_long"),
    pytest.param("created_from", 5, id="created_from-wrong_type"),
    pytest.param("created_from", "localhost", id="created_from-not_an_address"),
    pytest.param("created_from", "192.0.2.256", id="created_from-out_of_range"),
    pytest.param("created_from", "192.0.2.1\x00", id="created_from-nul_byte"),
    pytest.param("status", "no such value", id="status-unknown_value"),
    pytest.param("status", 5, id="status-wrong_type"),
    pytest.param("status", None, id="status-null"),
    pytest.param("attributes", "text", id="attributes-wrong_type"),
    pytest.param("attributes", {"key": "nul\x00byte"}, id="attributes-nul_byte"),
    pytest.param("attributes", {"key": 1e300}, id="attributes-many_digits"),
    pytest.param("attributes", None, id="attributes-null"),
    pytest.param("extra", "text", id="extra-wrong_type"),
    pytest.param("extra", {"key": "nul\x00byte"}, id="extra-nul_byte"),
    pytest.param("extra", {"key": 1e300}, id="extra-many_digits"),
    pytest.param("tags", "text", id="tags-wrong_type"),
    pytest.param("tags", [{"key": "value"}], id="tags-wrong_item"),
    pytest.param("tags", ["item 1"] * 21, id="tags-too_long"),
    pytest.param("tags", ["nul\x00byte"], id="tags-nul_byte"),
    pytest.param("tags", None, id="tags-null"),
    pytest.param("scores", "text", id="scores-wrong_type"),
    pytest.param("scores", [{"key": "value"}], id="scores-wrong_item"),
    pytest.param("scores", [1] * 101, id="scores-too_long"),
    pytest.param("metadata", "text", id="metadata-wrong_type"),
    pytest.param("metadata", {"key": "nul\x00byte"}, id="metadata-nul_byte"),
    pytest.param("metadata", {"key": 1e300}, id="metadata-many_digits"),
    pytest.param("type", 12345, id="type-wrong_type"),
    pytest.param("type", "\x00byte", id="type-nul_byte"),
    pytest.param("type", "x" * 31, id="type-too_long"),
    pytest.param("type", None, id="type-null"),
    pytest.param("class", 12345, id="class-wrong_type"),
    pytest.param("class", "\x00byte", id="class-nul_byte"),
    pytest.param("class", "x" * 11, id="class-too_long"),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_create_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        EventCreate.model_validate(BODY | {field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(
    ("field", "value"), [case for case in INVALID if case.values[0] in UPDATABLE]
)
def test_update_refuses_an_invalid_value(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        EventUpdate.model_validate({field: value})

    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("field", ["venue_id", "code", "title", "starts_at"])
def test_create_requires_a_field(field: str) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    with pytest.raises(ValidationError, match="missing"):
        EventCreate.model_validate(incomplete)


@pytest.mark.parametrize(
    "field", ["no_such_field", "id", "created_at", "updated_at", "views", "announced_at", "token"]
)
def test_create_refuses_what_is_not_its_own(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        EventCreate.model_validate(BODY | {field: "x"})


@pytest.mark.parametrize(
    "field",
    ["no_such_field", "id", "created_at", "updated_at", "views", "announced_at", "token", "code"],
)
def test_update_refuses_what_cannot_change(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        EventUpdate.model_validate({field: BODY.get(field, "x")})


@pytest.mark.parametrize(
    "field",
    [
        "parent_id",
        "before_id",
        "summary",
        "rating",
        "doors_at",
        "reference",
        "contact",
        "page",
        "created_from",
        "extra",
        "scores",
        "metadata",
        "class",
    ],
)
def test_update_tells_null_from_absent(field: str) -> None:
    empty = EventUpdate.model_validate({})
    emptied = EventUpdate.model_validate({field: None})

    assert empty.changes() == {}
    assert list(emptied.changes().values()) == [None]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("seats", 100),
        ("price", Decimal("0.00")),
        ("is_public", True),
        ("duration", timedelta(seconds=7200)),
        ("status", EventStatus.DRAFT),
        ("type", "concert"),
    ],
)
def test_create_fills_in_defaults(field: str, expected: object) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != field}

    created = EventCreate.model_validate(incomplete)

    assert created.model_dump(by_alias=True)[field] == expected


def test_create_fills_in_the_current_date(monkeypatch: pytest.MonkeyPatch) -> None:
    incomplete = {name: value for name, value in BODY.items() if name != "held_on"}
    tomorrow = utc_now() + timedelta(days=1)
    monkeypatch.setattr("app.core.types.utc_now", lambda: tomorrow)

    created = EventCreate.model_validate(incomplete).model_dump(by_alias=True)

    assert created["held_on"] == tomorrow.date()


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        EventFilters.model_validate({"no_such_filter": "1"})
