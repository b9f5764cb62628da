"""Calendar dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from fastscaffold.fields.base import SAMPLES
from fastscaffold.fields.literals import CORE, SHARED, imported, migration
from fastscaffold.fields.simple import SimpleType
from fastscaffold.fields.texts import text_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.model.resource import Code
    from fastscaffold.spec.models import FieldSpec

_LENGTH = 10


class DateType(SimpleType):
    """``date``; the default ``now`` is today's date in UTC."""

    name = "date"
    ordered = True
    code = imported("datetime", "date")
    schema = imported(SHARED, "CalendarDate")
    model = imported("sqlalchemy", "Date")
    ddl = migration("sa.Date()")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        text = text_value(raw)
        try:
            if len(text) != _LENGTH:
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError("it should be a date such as 2026-01-31") from None

    def wire(self, spec: FieldSpec, value: object) -> object:
        del spec
        return cast("date", value).isoformat()

    def literal(self, spec: FieldSpec, value: object, context: FieldContext) -> Code:
        del spec, context
        day = cast("date", value)
        return imported("datetime", "date", f"({day.year}, {day.month}, {day.day})")

    def words(self) -> Mapping[str, Code]:
        return {"now": imported(CORE, "utc_today")}

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        return [date(2026, 1, 15) + timedelta(days=31 * number) for number in range(SAMPLES)]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", "20260115"
        yield "not_a_date", '"someday"'
        yield "no_such_day", '"2026-02-30"'


FIELD_TYPE = DateType()
