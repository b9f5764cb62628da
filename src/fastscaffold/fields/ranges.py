"""Bounds of numbers that lie on a grid: integers, and decimals counted in their last digit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from fastscaffold.fields.base import SAMPLES, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.spec.models import FieldSpec

BOUNDS = ("gt", "ge", "lt", "le")
MAX_DIGITS = 60
NO_ROOM = "Widen them: the lower one has to be below the upper one."
MAX_EXPONENT = 330

# Wide enough for every number that `number` lets pass, so that no operation rounds.
_EXACT = Context(prec=1000)


@dataclass(frozen=True, slots=True)
class Range:
    """The whole multiples of ``step`` from ``low`` to ``high``, both included."""

    low: int
    high: int
    step: int = 1

    @property
    def first(self) -> int:
        """The least value."""
        return -(-self.low // self.step) * self.step

    @property
    def last(self) -> int:
        """The greatest value."""
        return self.high // self.step * self.step

    @property
    def between(self) -> int | None:
        """A value from ``low`` to ``high`` that is no multiple; None if there is none."""
        near = (self.first + 1, self.first - 1, self.last + 1)
        if self.step == 1:
            return None
        return next((value for value in near if self.low <= value <= self.high), None)

    def pick(self, around: int) -> list[int]:
        """Give up to ``SAMPLES`` values, upwards from near ``around``."""
        if self.first > self.last:
            return []
        start = min(max(-(-around // self.step) * self.step, self.first), self.last)
        upwards = range(start, self.last + 1, self.step)[:SAMPLES]
        downwards = range(start - self.step, self.first - 1, -self.step)
        return [*upwards, *downwards[: SAMPLES - len(upwards)]]


def number(raw: object) -> Decimal:
    """Turn a number of a spec into its exact value.

    Raises:
        ValueError: it is none.
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError("it should be a number")
    if isinstance(raw, int) and raw.bit_length() > MAX_DIGITS * 4:
        raise ValueError("it is out of range")
    if isinstance(raw, str) and not (raw.isascii() and raw.strip() == raw and "_" not in raw):
        raise ValueError("it should be a number")
    try:
        value = Decimal(str(raw))
    except InvalidOperation:
        raise ValueError("it should be a number") from None
    if not value.is_finite() or abs(value.adjusted()) > MAX_EXPONENT:
        raise ValueError("it is out of range")
    if len(value.as_tuple().digits) > MAX_DIGITS:
        raise ValueError("it has too many digits")
    return value


def units(raw: object, unit: Decimal) -> Decimal:
    """Give how many units a number of a spec has."""
    return _EXACT.divide(number(raw), unit)


def divides(step: Decimal, value: Decimal) -> bool:
    """Tell whether a value is a multiple of a step."""
    return _EXACT.remainder(value, step) == 0


def grid_range(spec: FieldSpec, low: int, high: int, unit: Decimal) -> Range:
    """Give the range of a field in units; the bounds must have been found right."""
    if spec.ge is not None:
        low = max(low, _ceil(units(spec.ge, unit)))
    if spec.gt is not None:
        low = max(low, _floor(units(spec.gt, unit)) + 1)
    if spec.le is not None:
        high = min(high, _floor(units(spec.le, unit)))
    if spec.lt is not None:
        high = min(high, _ceil(units(spec.lt, unit)) - 1)
    step = 1 if spec.multiple_of is None else int(units(spec.multiple_of, unit))
    return Range(low, high, step)


def grid_problems(spec: FieldSpec, low: int, high: int, unit: Decimal) -> Iterator[Problem]:
    """Say what is wrong with the bounds of a field whose column holds ``low`` to ``high`` units."""
    found = [*bound_problems(spec), *_step_problems(spec, unit)]
    yield from found
    if found:
        return
    for key in BOUNDS:
        raw = getattr(spec, key)
        if raw is not None and not low <= units(raw, unit) <= high:
            message = f"`{key}` is beyond what the column holds: {low * unit} to {high * unit}."
            yield Problem(key, message, "Write a number within that, or leave it out.")
            return
        if raw is not None and not divides(unit, number(raw)):
            message = f"`{key}` should be a multiple of {unit}, as the values are."
            yield Problem(key, message, f"Write a multiple of {unit}.")
            return
    area = grid_range(spec, low, high, unit)
    if area.first > area.last:
        key = next(key for key in (*BOUNDS, "multiple_of") if getattr(spec, key) is not None)
        yield Problem(key, "No value fits these bounds.", NO_ROOM)


def bound_problems(spec: FieldSpec) -> Iterator[Problem]:
    """Say which bounds are no numbers or contradict each other."""
    for key in (*BOUNDS, "multiple_of"):
        raw = getattr(spec, key)
        if raw is None:
            continue
        try:
            number(raw)
        except ValueError as error:
            yield Problem(key, f"`{key}` is not valid: {error}.", "Write a number.")
    for pair in (("gt", "ge"), ("lt", "le")):
        if all(getattr(spec, key) is not None for key in pair):
            message = f"`{pair[0]}` and `{pair[1]}` exclude each other."
            yield Problem(pair[0], message, "Keep one of them.")


def _step_problems(spec: FieldSpec, unit: Decimal) -> Iterator[Problem]:
    if spec.multiple_of is None:
        return
    try:
        step = number(spec.multiple_of)
    except ValueError:
        return
    if step <= 0 or not divides(unit, step):
        message = f"`multiple_of` should be a multiple of {unit} and greater than 0."
        yield Problem("multiple_of", message, f"Write {unit}, for instance.")


def check_bounds(spec: FieldSpec, value: Decimal) -> None:
    """Check a value against the bounds.

    Raises:
        ValueError: it is outside.
    """
    if spec.ge is not None and value < number(spec.ge):
        raise ValueError(f"it should be at least {spec.ge}")
    if spec.gt is not None and value <= number(spec.gt):
        raise ValueError(f"it should be greater than {spec.gt}")
    if spec.le is not None and value > number(spec.le):
        raise ValueError(f"it should be at most {spec.le}")
    if spec.lt is not None and value >= number(spec.lt):
        raise ValueError(f"it should be less than {spec.lt}")
    if spec.multiple_of is not None and not divides(number(spec.multiple_of), value):
        raise ValueError(f"it should be a multiple of {spec.multiple_of}")


def _floor(value: Decimal) -> int:
    whole = int(value)
    return whole - 1 if value < whole else whole


def _ceil(value: Decimal) -> int:
    return -_floor(-value)
