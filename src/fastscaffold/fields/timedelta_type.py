"""Lengths of time."""

from __future__ import annotations

import re
from datetime import timedelta
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

# As ``shared/schemas.py`` of projects has it.
# SQLite keeps an interval as a moment relative to 1970, which has to stay a valid year.
MAX_DAYS = 36_500

_ISO = re.compile(
    r"(?P<sign>-?)P(?=\d|T\d)(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,9})M)?"
    r"(?:(?P<seconds>\d{1,11}(?:\.\d{1,6})?)S)?)?",
    re.ASCII,
)


class TimedeltaType(SimpleType):
    """``timedelta``: an ISO 8601 duration of at most a hundred years."""

    name = "timedelta"
    ordered = True
    code = imported("datetime", "timedelta")
    schema = imported(SHARED, "Duration")
    response = schema
    model = imported("sqlalchemy", "Interval")
    ddl = migration("sa.Interval()")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        match = _ISO.fullmatch(text_value(raw))
        if match is None:
            raise ValueError("it should be an ISO 8601 duration such as PT1H30M or P7D")
        parts = match.groupdict()
        sign = -1 if parts.pop("sign") else 1
        seconds = parts.pop("seconds") or "0"
        whole, _, fraction = seconds.partition(".")
        numbers = {key: int(value) for key, value in parts.items() if value}
        value = sign * timedelta(
            seconds=int(whole), microseconds=int(fraction.ljust(6, "0")), **numbers
        )
        if abs(value) > timedelta(days=MAX_DAYS):
            raise ValueError(f"it should be at most {MAX_DAYS} days")
        return value

    def wire(self, spec: FieldSpec, value: object) -> object:
        del spec
        return iso_duration(cast("timedelta", value))

    def literal(self, spec: FieldSpec, value: object, context: FieldContext) -> Code:
        del spec, context
        length = cast("timedelta", value)
        parts = {
            "days": length.days,
            "seconds": length.seconds,
            "microseconds": length.microseconds,
        }
        arguments = ", ".join(f"{key}={number}" for key, number in parts.items() if number)
        return imported("datetime", "timedelta", f"({arguments})")

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        return [timedelta(minutes=15 + 45 * number) for number in range(SAMPLES)]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", "True"
        yield "not_a_duration", '"a while"'
        yield "out_of_range", '"P36501D"'


def iso_duration(value: timedelta) -> str:
    """Give a duration as pydantic writes it: ``P1DT2H30M``."""
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    days = f"{value.days}D" if value.days else ""
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes else ""
    if value.microseconds:
        clock += f"{seconds}.{value.microseconds:06}".rstrip("0") + "S"
    elif seconds or not (days or clock):
        clock += f"{seconds}S"
    return f"{sign}P{days}" + (f"T{clock}" if clock else "")


FIELD_TYPE = TimedeltaType()
