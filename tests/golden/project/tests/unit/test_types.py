"""Column types: what they refuse before a database sees it."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Dialect, make_url

from app.core.types import ExactDecimal, ExactJSON, UtcDateTime, uuid7

SQLITE = make_url("sqlite://").get_dialect()()
POSTGRESQL = make_url("postgresql://").get_dialect()()


def test_uuid7_has_its_version_and_variant() -> None:
    key = uuid7()

    assert key.version == 7
    assert key.variant == "specified in RFC 4122"


def test_uuid7_sorts_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([1_700_000_000_000_000_000, 1_700_000_000_000_300_000, 1_700_000_000_001_000_000])
    monkeypatch.setattr("time.time_ns", lambda: next(times))
    keys = [uuid7() for _ in range(3)]

    assert keys == sorted(keys)
    assert keys[0].int >> 80 == 1_700_000_000_000


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), SQLITE)  # noqa: DTZ001


def test_a_datetime_is_stored_as_utc() -> None:
    given = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))

    assert UtcDateTime().process_bind_param(given, SQLITE) == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("old", "new"), [(1, True), (0, False), (1, 1.0)])
def test_what_python_holds_to_be_equal_is_another_document(old: object, new: object) -> None:
    assert not ExactJSON().compare_values({"a": [old]}, {"a": [new]})
    assert ExactJSON().compare_values({"a": [new]}, {"a": [new]})


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL], ids=["sqlite", "postgresql"])
def test_null_stays_null(dialect: Dialect) -> None:
    assert UtcDateTime().process_bind_param(None, dialect) is None
    assert UtcDateTime().process_result_value(None, dialect) is None
    assert ExactDecimal(12, 2).process_bind_param(None, dialect) is None
    assert ExactDecimal(12, 2).process_result_value(None, dialect) is None


def test_a_decimal_is_an_integer_on_sqlite() -> None:
    column = ExactDecimal(12, 2)

    assert column.process_bind_param(Decimal("12.5"), SQLITE) == 1250
    assert column.process_result_value(1250, SQLITE) == Decimal("12.50")


def test_a_decimal_stays_one_on_postgresql() -> None:
    assert ExactDecimal(12, 2).process_bind_param(Decimal("12.5"), POSTGRESQL) == Decimal("12.5")


def test_a_decimal_that_would_be_rounded_is_refused() -> None:
    with pytest.raises(ValueError, match="2 digits"):
        ExactDecimal(12, 2).process_bind_param(Decimal("0.001"), SQLITE)
