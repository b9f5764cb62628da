"""Exact decimal numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from fastscaffold.fields.base import FieldType, Problem
from fastscaffold.fields.literals import CORE, DECIMALS, imported, migration
from fastscaffold.fields.ranges import (
    BOUNDS,
    Range,
    check_bounds,
    divides,
    grid_problems,
    grid_range,
    number,
    units,
)
from fastscaffold.model.resource import Code, Column, Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.spec.models import FieldSpec

# A scaled 64-bit integer holds 18 digits, whatever they are; that is how SQLite stores them.
MAX_PRECISION = 18
DEFAULT_PRECISION = 12
DEFAULT_SCALE = 2
_DECIMAL = Import("decimal", "Decimal")


class DecimalType(FieldType):
    """``decimal``: 12 digits, 2 of them after the point, unless the spec says otherwise."""

    name = "decimal"
    constraints = frozenset({"gt", "ge", "lt", "le", "multiple_of", "precision", "scale"})
    ordered = True

    def python(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return Code("Decimal", (_DECIMAL,))

    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        limits = [
            f"{key}={_bound(number(raw))}"
            for key in (*BOUNDS, "multiple_of")
            if (raw := getattr(spec, key)) is not None
        ]
        return _decimal(spec, limits)

    def criterion(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        return _decimal(spec, [])

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        del context
        precision, scale = digits(spec)
        numeric = f"sa.Numeric(precision={precision}, scale={scale})"
        return Column(
            imported(CORE, "ExactDecimal", f"({precision}, {scale})"),
            migration(f'{numeric}.with_variant(sa.BigInteger(), "sqlite")'),
        )

    def parse(self, spec: FieldSpec, raw: object) -> object:
        value = number(raw)
        precision, scale = digits(spec)
        unit = _unit(scale)
        if not divides(unit, value):
            raise ValueError(f"it has more than {scale} digits after the point")
        if abs(units(raw, unit)) >= 10**precision:
            raise ValueError(f"it has more than {precision - scale} digits before the point")
        check_bounds(spec, value)
        return abs(value).quantize(unit) if value == 0 else value.quantize(unit)

    def problems(self, spec: FieldSpec) -> Iterator[Problem]:
        precision, scale = digits(spec)
        if not 1 <= precision <= MAX_PRECISION:
            message = f"`precision` is from 1 to {MAX_PRECISION}."
            yield Problem("precision", message, "More digits cannot be kept exact on SQLite.")
        elif scale > precision:
            message = f"`scale` is at most `precision`, which is {precision}."
            yield Problem("scale", message, f"Write {precision} or less, or raise `precision`.")
        else:
            yield from grid_problems(spec, 1 - 10**precision, 10**precision - 1, _unit(scale))

    def values(self, spec: FieldSpec) -> Sequence[object]:
        unit = _unit(digits(spec)[1])
        area = _range(spec)
        around = min(int(Decimal("12.5") / unit), max(area.last // 2, area.first))
        return [(number * unit).quantize(unit) for number in area.pick(around)]

    def wire(self, spec: FieldSpec, value: object) -> object:
        del spec
        return format(cast("Decimal", value), "f")

    def output(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return imported(DECIMALS, "PlainDecimal")

    def literal(self, spec: FieldSpec, value: object, context: FieldContext) -> Code:
        del spec, context
        text = f"{cast('Decimal', value):f}"
        return Code(f'Decimal("{text}")' if "." in text else f"Decimal({text})", (_DECIMAL,))

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        precision, scale = digits(spec)
        unit, area, limit = _unit(scale), _range(spec), 10**precision
        least = area.pick(0)[0]
        between = least + Decimal("0.1") if least < area.high else least - Decimal("0.1")
        yield "wrong_type", '"much"'
        yield "boolean", "True"
        yield "not_a_number", '"NaN"'
        # Where a bound refuses what has too many digits, no value breaks one rule only.
        if area.high == limit - 1:
            yield "too_many_digits", f'"{(area.last + area.step) * unit:f}"'
        elif area.low == 1 - limit:
            yield "too_many_digits", f'"{(area.first - area.step) * unit:f}"'
        yield "too_many_decimals", f'"{between * unit:f}"'
        if area.low > 1 - limit and area.first - area.step > -limit:
            yield "too_small", f'"{(area.first - area.step) * unit:f}"'
        if area.high < limit - 1 and area.last + area.step < limit:
            yield "too_large", f'"{(area.last + area.step) * unit:f}"'
        if area.between is not None:
            yield "not_a_multiple", f'"{area.between * unit:f}"'


def digits(spec: FieldSpec) -> tuple[int, int]:
    """Give precision and scale."""
    precision = DEFAULT_PRECISION if spec.precision is None else spec.precision
    scale = min(DEFAULT_SCALE, precision) if spec.scale is None else spec.scale
    return precision, scale


def _unit(scale: int) -> Decimal:
    return Decimal(1).scaleb(-scale)


def _range(spec: FieldSpec) -> Range:
    precision, scale = digits(spec)
    return grid_range(spec, 1 - 10**precision, 10**precision - 1, _unit(scale))


def _decimal(spec: FieldSpec, limits: Sequence[str]) -> Code:
    arguments = ", ".join([*map(str, digits(spec)), *limits])
    imports = (_DECIMAL, Import(DECIMALS, "Digits"), Import("typing", "Annotated"))
    return Code(f"Annotated[Decimal, Digits({arguments})]", imports)


def _bound(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else f'Decimal("{value:f}")'


FIELD_TYPE = DecimalType()
