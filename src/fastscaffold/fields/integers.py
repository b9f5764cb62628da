"""What the integer types share."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from fastscaffold.fields.base import FieldType
from fastscaffold.fields.literals import SHARED, constrained, imported, migration, plain
from fastscaffold.fields.ranges import (
    BOUNDS,
    check_bounds,
    grid_problems,
    grid_range,
    number,
)
from fastscaffold.model.resource import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext, Problem
    from fastscaffold.fields.ranges import Range
    from fastscaffold.model.resource import Code
    from fastscaffold.spec.models import FieldSpec

_UNIT = Decimal(1)
_FRACTION_BITS = 48


class Whole(FieldType):
    """Whole numbers of a certain number of bits."""

    constraints = frozenset({"gt", "ge", "lt", "le", "multiple_of"})
    ordered = True
    bits: ClassVar[int]
    schema: ClassVar[str]
    sql: ClassVar[str]

    @property
    def low(self) -> int:
        """The least value that the column holds."""
        return -(1 << (self.bits - 1))

    @property
    def high(self) -> int:
        """The greatest value that the column holds."""
        return (1 << (self.bits - 1)) - 1

    def python(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return plain("int")

    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        limits = {
            key: int(number(raw))
            for key in (*BOUNDS, "multiple_of")
            if (raw := getattr(spec, key)) is not None
        }
        if not limits:
            return imported(SHARED, self.schema)
        if not limits.keys() & {"gt", "ge"}:
            limits["ge"] = self.low
        if not limits.keys() & {"lt", "le"}:
            limits["le"] = self.high
        texts = [f"{key}={bound}" for key, bound in limits.items()]
        return constrained("int", texts, "JsonNumber")

    def criterion(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return imported(SHARED, f"Query{self.schema}")

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        del spec, context
        return Column(imported("sqlalchemy", self.sql), migration(f"sa.{self.sql}()"))

    def parse(self, spec: FieldSpec, raw: object) -> object:
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise ValueError("it should be a whole number")
        if not self.low <= raw <= self.high:
            raise ValueError(f"it should be from {self.low} to {self.high}")
        check_bounds(spec, Decimal(raw))
        return raw

    def problems(self, spec: FieldSpec) -> Iterator[Problem]:
        yield from grid_problems(spec, self.low, self.high, _UNIT)

    def values(self, spec: FieldSpec) -> Sequence[object]:
        return grid_range(spec, self.low, self.high, _UNIT).pick(1)

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        area = grid_range(spec, self.low, self.high, _UNIT)
        yield "wrong_type", '"many"'
        yield "boolean", "True"
        yield "fraction", _fraction(area)
        # Where a bound refuses what is beyond the column, no value breaks one rule only.
        if area.high == self.high:
            yield "out_of_range", str(area.last + area.step)
        elif area.low == self.low:
            yield "out_of_range", str(area.first - area.step)
        if area.low > self.low:
            yield "too_small", str(area.first - area.step)
        if area.high < self.high:
            yield "too_large", str(area.last + area.step)
        if area.between is not None:
            yield "not_a_multiple", str(area.between)


def _fraction(area: Range) -> str:
    whole = area.pick(1)[0]
    # Greater ones are whole again as floats.
    return f"{whole + 0.5}" if abs(whole) < 1 << _FRACTION_BITS else "1.5"
