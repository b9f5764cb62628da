"""Moments in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from fastscaffold.fields.base import SAMPLES
from fastscaffold.fields.literals import CORE, SHARED, imported, migration
from fastscaffold.fields.simple import SimpleType
from fastscaffold.fields.texts import text_value
from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.spec.models import FieldSpec

_IMPORTS = (Import("datetime", "UTC"), Import("datetime", "datetime"))


class DatetimeType(SimpleType):
    """``datetime``: always with a time zone, kept and returned as UTC."""

    name = "datetime"
    ordered = True
    code = imported("datetime", "datetime")
    schema = imported(SHARED, "UtcDatetime")
    model = imported(CORE, "UtcDateTime")
    ddl = migration("sa.DateTime(timezone=True)")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        text = text_value(raw)
        try:
            value = datetime.fromisoformat(text)
            if value.tzinfo is None:
                raise ValueError(text)
            return value.astimezone(UTC)
        except (ValueError, OverflowError):
            message = "it should be a moment with its time zone, such as 2026-01-31T09:30:00Z"
            raise ValueError(message) from None

    def wire(self, spec: FieldSpec, value: object) -> object:
        del spec
        return cast("datetime", value).isoformat().replace("+00:00", "Z")

    def literal(self, spec: FieldSpec, value: object, context: FieldContext) -> Code:
        del spec, context
        moment = cast("datetime", value)
        parts = [moment.year, moment.month, moment.day, moment.hour, moment.minute]
        if moment.second or moment.microsecond:
            parts.append(moment.second)
        if moment.microsecond:
            parts.append(moment.microsecond)
        return Code(f"datetime({', '.join(map(str, parts))}, tzinfo=UTC)", _IMPORTS)

    def words(self) -> Mapping[str, Code]:
        return {"now": imported(CORE, "utc_now")}

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        start = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
        return [start + timedelta(days=31 * number, hours=number) for number in range(SAMPLES)]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", "1768469400"
        yield "not_a_datetime", '"tomorrow"'
        yield "no_time_zone", '"2026-01-15T09:30:00"'


FIELD_TYPE = DatetimeType()
