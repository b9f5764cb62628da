"""Times of day."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, cast

from fastscaffold.fields.base import SAMPLES
from fastscaffold.fields.literals import SHARED, imported, migration
from fastscaffold.fields.simple import SimpleType
from fastscaffold.fields.texts import text_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.model.resource import Code
    from fastscaffold.spec.models import FieldSpec


class TimeType(SimpleType):
    """``time``: local, without a time zone, to the microsecond."""

    name = "time"
    ordered = True
    code = imported("datetime", "time")
    schema = imported(SHARED, "LocalTime")
    response = schema
    model = imported("sqlalchemy", "Time")
    ddl = migration("sa.Time()")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        hint = "it should be a time such as 09:30:00, without a time zone"
        text = text_value(raw)
        try:
            value = time.fromisoformat(text)
        except ValueError:
            raise ValueError(hint) from None
        if value.tzinfo is not None or ":" not in text:
            raise ValueError(hint)
        return value

    def wire(self, spec: FieldSpec, value: object) -> object:
        del spec
        return cast("time", value).isoformat()

    def literal(self, spec: FieldSpec, value: object, context: FieldContext) -> Code:
        del spec, context
        moment = cast("time", value)
        parts = [moment.hour, moment.minute, moment.second, moment.microsecond]
        while len(parts) > 2 and parts[-1] == 0:  # noqa: PLR2004
            parts.pop()
        return imported("datetime", "time", f"({', '.join(map(str, parts))})")

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        return [time(8 + number, 5 * number) for number in range(SAMPLES)]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", "930"
        yield "not_a_time", '"noon"'
        yield "no_such_time", '"25:00:00"'
        yield "time_zone", '"09:30:00+02:00"'


FIELD_TYPE = TimeType()
