"""Column types that mean the same on SQLite and PostgreSQL, and the key that rows get."""

import json
import secrets
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Numeric, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

# Room for longer values, so that a new enum member never changes the column's type.
ENUM_LENGTH = 64

JsonDocument = dict[str, JsonValue] | list[JsonValue]


class ExactJSON(JSON):
    """JSON in which true is not 1, nor 1 the same as 1.0, which Python holds to be equal."""

    def compare_values(self, x: object, y: object) -> bool:
        """Whether a new value need not be stored."""
        return json.dumps(x) == json.dumps(y)


JSONVariant = ExactJSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def utc_now() -> datetime:
    """The current time, aware of being UTC."""
    return datetime.now(UTC)


def utc_today() -> date:
    """The current date in UTC."""
    return utc_now().date()


def uuid7() -> UUID:
    """A new UUID of version 7 (RFC 9562): keys sort by the time at which they were made."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    return UUID(
        int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    )


def checked_enum(enum_class: type[StrEnum], *, name: str) -> Enum:
    """A text column that a CHECK constraint holds to the values of an enum.

    Args:
        enum_class: its values are stored, not the names of its members.
        name: of the constraint, before the naming convention is applied.
    """
    return Enum(
        enum_class,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=ENUM_LENGTH,
        values_callable=_values,
    )


def _values(enum_class: type[StrEnum]) -> list[str]:
    return [member.value for member in enum_class]


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time. Goes in with any time zone, comes out as UTC; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What its values are."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC.

        Raises:
            ValueError: the value has no time zone.
        """
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A datetime needs a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Restore the time zone, which SQLite does not keep."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal that stays exact: NUMERIC on PostgreSQL, a scaled integer on SQLite."""

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        """Take the number of digits in all, and of those behind the point."""
        super().__init__(precision, scale)
        self.precision = precision
        self.scale = scale

    @property
    def python_type(self) -> type[Decimal]:
        """What its values are."""
        return Decimal

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[int] | TypeEngine[Decimal]:
        """Choose the column that the database gets."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(self.precision, self.scale))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        """Scale for SQLite.

        Raises:
            ValueError: the value has more digits behind the point than the column.
        """
        if value is None or dialect.name != "sqlite":
            return value
        scaled = value.scaleb(self.scale)
        if scaled != int(scaled):
            raise ValueError(f"{value} has more than {self.scale} digits behind the point")
        return int(scaled)

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        """Undo the scaling."""
        if value is None or dialect.name != "sqlite":
            return value if value is None else Decimal(value)
        return Decimal(value).scaleb(-self.scale)
