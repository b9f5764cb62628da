"""Types of request bodies, by what they take and what they refuse."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from app.shared import schemas
from tests.shelf import Book


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


TYPES = {
    "Text": TypeAdapter[Any](schemas.Text),
    "Int32": TypeAdapter[Any](schemas.Int32),
    "Int64": TypeAdapter[Any](schemas.Int64),
    "FiniteFloat": TypeAdapter[Any](schemas.FiniteFloat),
    "CalendarDate": TypeAdapter[Any](schemas.CalendarDate),
    "UtcDatetime": TypeAdapter[Any](schemas.UtcDatetime),
    "LocalTime": TypeAdapter[Any](schemas.LocalTime),
    "Duration": TypeAdapter[Any](schemas.Duration),
    "Email": TypeAdapter[Any](schemas.Email),
    "WebUrl": TypeAdapter[Any](schemas.WebUrl),
    "IpAddress": TypeAdapter[Any](schemas.IpAddress),
    "JsonData": TypeAdapter[Any](schemas.JsonData),
    "QueryFlag": TypeAdapter[Any](schemas.QueryFlag),
}

ACCEPTED: list[tuple[str, object, object]] = [
    ("Text", "a\nb é 😀", "a\nb é 😀"),
    ("Int32", 2**31 - 1, 2**31 - 1),
    ("Int32", 1.0, 1),
    ("Int64", schemas.MIN_INT64, schemas.MIN_INT64),
    ("Int64", schemas.MAX_INT64, schemas.MAX_INT64),
    ("FiniteFloat", 1, 1.0),
    ("CalendarDate", "2026-02-28", date(2026, 2, 28)),
    ("CalendarDate", date(2026, 2, 28), date(2026, 2, 28)),
    ("UtcDatetime", "2026-01-01T02:00:00+02:00", datetime(2026, 1, 1, tzinfo=UTC)),
    ("UtcDatetime", "2026-01-01T00:00:00.5Z", datetime(2026, 1, 1, 0, 0, 0, 500_000, UTC)),
    ("LocalTime", "23:59:59.5", time(23, 59, 59, 500_000)),
    ("Duration", "P1DT2H", timedelta(days=1, hours=2)),
    ("Duration", "-PT0.5S", timedelta(seconds=-0.5)),
    ("Duration", "-P36499DT24H", timedelta(days=-36_500)),
    ("Duration", timedelta(days=99_999), timedelta(days=99_999)),
    ("Email", "User+Tag@Example.com", "user+tag@example.com"),
    ("WebUrl", "https://example.com:8080/a?b=c#d", "https://example.com:8080/a?b=c#d"),
    ("WebUrl", "http://192.0.2.1:65535", "http://192.0.2.1:65535"),
    ("IpAddress", "2001:DB8::1", "2001:db8::1"),
    ("IpAddress", "192.0.2.1", "192.0.2.1"),
    ("IpAddress", "::FFFF:c000:201", "::ffff:192.0.2.1"),
    ("IpAddress", "::ffff:192.0.2.1", "::ffff:192.0.2.1"),
    ("JsonData", {"a": [1, None, 0.5, "b"]}, {"a": [1, None, 0.5, "b"]}),
    ("JsonData", [0.0, 1e-22, -9e15, 10**30], [0.0, 1e-22, -9e15, 10**30]),
    ("JsonData", nested(schemas.MAX_JSON_DEPTH), nested(schemas.MAX_JSON_DEPTH)),
    ("QueryFlag", "false", False),
    ("QueryFlag", True, True),
]

REFUSED: list[tuple[str, object]] = [
    ("Text", "a\0b"),
    ("Text", "\ud800"),
    ("Text", 1),
    ("Int32", 2**31),
    ("Int32", "1"),
    ("Int32", True),
    ("Int32", 1.5),
    ("Int64", schemas.MAX_INT64 + 1),
    ("Int64", 2**63),
    ("Int64", 10**400),
    ("FiniteFloat", float("inf")),
    ("FiniteFloat", float("nan")),
    ("FiniteFloat", "1.0"),
    ("FiniteFloat", 10**400),
    ("CalendarDate", "2026-02-30"),
    ("CalendarDate", "2026-02-28T00:00:00"),
    ("CalendarDate", 0),
    ("UtcDatetime", "2026-01-01T00:00:00"),
    ("UtcDatetime", "0001-01-01T00:00:00+02:00"),
    ("UtcDatetime", "1700000000"),
    ("UtcDatetime", 1_700_000_000),
    ("LocalTime", "12:00:00Z"),
    ("LocalTime", "24:00:00"),
    ("LocalTime", 60),
    ("Duration", "P1Y"),
    ("Duration", "P999999D"),
    ("Duration", "P36501D"),
    ("Duration", "-P36499DT25H"),
    ("Duration", 60),
    ("Email", "nobody"),
    ("Email", "a" * 250 + "@example.com"),
    ("WebUrl", "ftp://example.com"),
    ("WebUrl", "javascript:alert(1)"),
    ("WebUrl", "https://example.com/a b"),
    ("WebUrl", "https://example.com:65536/"),
    ("WebUrl", "https://192.0.2.256/"),
    ("WebUrl", "https://example.com/\0"),
    ("IpAddress", "256.0.0.1"),
    ("IpAddress", "fe80::1%eth0"),
    ("IpAddress", 1),
    ("JsonData", {"a": "\0"}),
    ("JsonData", {"\0": 1}),
    ("JsonData", [float("nan")]),
    ("JsonData", {"a": [float("-inf")]}),
    ("JsonData", {"a": [1e16]}),
    ("JsonData", [-1e307]),
    ("JsonData", [9e-23]),
    ("JsonData", nested(schemas.MAX_JSON_DEPTH + 1)),
    ("QueryFlag", "1"),
]


@pytest.mark.parametrize(("kind", "given", "expected"), ACCEPTED)
def test_a_valid_value_is_taken(kind: str, given: object, expected: object) -> None:
    assert TYPES[kind].validate_python(given) == expected


@pytest.mark.parametrize(("kind", "given"), REFUSED)
def test_an_invalid_value_is_refused_in_words(kind: str, given: object) -> None:
    with pytest.raises(ValidationError) as caught:
        TYPES[kind].validate_python(given)

    # No regular expression of ours is without it.
    assert all("^" not in error["msg"] for error in caught.value.errors())


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        schemas.InputSchema.model_validate({"nobody": "knows"})


class AuthorUpdate(schemas.PatchSchema):
    name: schemas.Omittable[schemas.Text] = None
    motto: schemas.Text | None = None


def test_a_patch_tells_absent_from_null() -> None:
    assert AuthorUpdate.model_validate({}).changes() == {}
    assert AuthorUpdate.model_validate({"motto": None}).changes() == {"motto": None}


def test_what_may_be_left_out_may_not_be_null() -> None:
    with pytest.raises(ValidationError, match="name"):
        AuthorUpdate.model_validate({"name": None})


def test_careless_patterns_take_no_time() -> None:
    class Careless(schemas.InputSchema):
        text: Annotated[str, Field(pattern="^(a+)+$")]

    # There are more ways to match this than a machine that goes back could try in a lifetime.
    with pytest.raises(ValidationError):
        Careless(text="a" * 50_000 + "!")


@pytest.mark.parametrize("schema", [schemas.InputSchema, AuthorUpdate])
def test_a_flood_of_fields_is_one_error(schema: type[schemas.InputSchema]) -> None:
    with pytest.raises(ValidationError) as caught:
        schema.model_validate(dict.fromkeys(map(str, range(schemas.MAX_FIELDS + 1))))

    assert caught.value.error_count() == 1


def test_the_schema_of_a_patch_has_no_defaults() -> None:
    assert "default" not in str(AuthorUpdate.model_json_schema())


@pytest.mark.parametrize("given", ["1_0", " 1", "1.0", "", "9" * 30])
def test_numbers_in_queries_are_digits(given: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter[Any](schemas.QueryInt32).validate_python(given)


def test_the_schema_shows_what_text_must_not_contain() -> None:
    assert TYPES["Text"].json_schema() == {"type": "string", "pattern": schemas.NO_NUL}


def test_the_schema_shows_it_beside_a_pattern() -> None:
    kind = Annotated[str, Field(pattern="^[^/]+$"), schemas.Storable]

    shown = TypeAdapter[Any](kind).json_schema()

    assert shown == {
        "type": "string",
        "pattern": "^[^/]+$",
        "allOf": [{"pattern": schemas.NO_NUL}],
    }


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (timedelta(), "PT0S"),
        (timedelta(days=400), "P400D"),
        (timedelta(hours=26, seconds=0.5), "P1DT2H0.5S"),
        (timedelta(minutes=-90), "-PT1H30M"),
    ],
)
def test_durations_are_written_as_they_are_read(given: timedelta, written: str) -> None:
    adapter = TYPES["Duration"]

    assert adapter.dump_python(given, mode="json") == written
    assert adapter.validate_python(written) == given


def test_keys_are_sorted_and_count_once() -> None:
    adapter: TypeAdapter[list[int]] = TypeAdapter(schemas.LinkedKeys[int])

    assert adapter.validate_python([3, 1, 3]) == [1, 3]
    with pytest.raises(ValidationError, match="at most 100"):
        adapter.validate_python([1] * 101)


class BookResponse(schemas.OutputSchema):
    title: str


class SpineResponse(BookResponse):
    spine: str


def test_responses_read_rows_and_their_properties() -> None:
    book = Book(title="Emma", year=1815)

    assert BookResponse.model_validate(book) == BookResponse(title="Emma")
    assert SpineResponse.model_validate(book) == SpineResponse(title="Emma", spine="Emma (1815)")


def test_responses_miss_what_a_row_does_not_have() -> None:
    with pytest.raises(ValidationError, match="title"):
        BookResponse.model_validate(Book(title=None, year=1815))
