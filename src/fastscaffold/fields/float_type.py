"""Floating-point numbers."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from fastscaffold.fields.base import SAMPLES, FieldType, Problem
from fastscaffold.fields.literals import SHARED, constrained, imported, migration, plain
from fastscaffold.fields.ranges import BOUNDS, NO_ROOM, bound_problems, check_bounds
from fastscaffold.model.resource import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.model.resource import Code
    from fastscaffold.spec.models import FieldSpec


class FloatType(FieldType):
    """``float``: finite, double precision."""

    name = "float"
    constraints = frozenset({"gt", "ge", "lt", "le"})
    ordered = True

    def python(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return plain("float")

    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        limits = [
            f"{key}={_bound(raw)!r}" for key in BOUNDS if (raw := getattr(spec, key)) is not None
        ]
        if not limits:
            return imported(SHARED, "FiniteFloat")
        return constrained("float", [*limits, "allow_inf_nan=False"], "JsonNumber")

    def criterion(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return imported(SHARED, "QueryFloat")

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        del spec, context
        return Column(imported("sqlalchemy", "Double"), migration("sa.Double()"))

    def parse(self, spec: FieldSpec, raw: object) -> object:
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw):
            raise ValueError("it should be a finite number")
        check_bounds(spec, Decimal(repr(float(raw))))
        return float(raw)

    def problems(self, spec: FieldSpec) -> Iterator[Problem]:
        found = list(bound_problems(spec))
        yield from found
        if found:
            return
        low, high = _limits(spec)
        strict = spec.gt is not None or spec.lt is not None
        if low is not None and high is not None and (low > high or (strict and low == high)):
            key = next(key for key in BOUNDS if getattr(spec, key) is not None)
            yield Problem(key, "No value fits these bounds.", NO_ROOM)

    def values(self, spec: FieldSpec) -> Sequence[object]:
        low, high = _limits(spec)
        if low is not None and high is not None:
            step = (high - low) / (SAMPLES + 1)
            found = [low + step * number for number in range(1, SAMPLES + 1)]
        elif high is not None:
            step = max(1.0, abs(high) / 100)
            found = [high - step * (number + 0.5) for number in range(SAMPLES)]
        else:
            start = low or 0.0
            step = max(1.0, abs(start) / 100)
            found = [start + step * (number + 0.5) for number in range(SAMPLES)]
        return [value for value in dict.fromkeys(found) if self._fits(spec, value)]

    def _fits(self, spec: FieldSpec, value: float) -> bool:
        try:
            self.parse(spec, value)
        except ValueError:
            return False
        return True

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        yield "wrong_type", '"heavy"'
        yield "boolean", "True"
        low, high = _limits(spec)
        if low is not None:
            yield "too_small", repr(low if spec.gt is not None else low - abs(low) - 1)
        if high is not None:
            yield "too_large", repr(high if spec.lt is not None else high + abs(high) + 1)


def _bound(raw: float | str) -> float:
    return float(raw)


def _limits(spec: FieldSpec) -> tuple[float | None, float | None]:
    low = spec.gt if spec.gt is not None else spec.ge
    high = spec.lt if spec.lt is not None else spec.le
    return (None if low is None else float(low), None if high is None else float(high))


FIELD_TYPE = FloatType()
