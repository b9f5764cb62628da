"""Exact decimals in requests: as text, or as numbers of no more digits than they may have."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
# JSON numbers pass through floats: 0.1 + 0.2 is meant to be 0.3.
FLOAT_TOLERANCE = 1e-15


@dataclass(frozen=True, slots=True)
class Digits:
    """Metadata of a ``Decimal``: ``Annotated[Decimal, Digits(12, 2, ge=0)]``.

    Attributes:
        precision: digits in all.
        scale: digits behind the point.
    """

    precision: int
    scale: int
    gt: Decimal | int | None = None
    ge: Decimal | int | None = None
    lt: Decimal | int | None = None
    le: Decimal | int | None = None
    multiple_of: Decimal | int | None = None

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read the value before the bounds are checked."""
        del source, handler
        decimal = core_schema.decimal_schema(
            gt=_decimal(self.gt),
            ge=_decimal(self.ge),
            lt=_decimal(self.lt),
            le=_decimal(self.le),
            multiple_of=_decimal(self.multiple_of),
        )
        return core_schema.no_info_before_validator_function(self._read, decimal)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Show what is accepted as a number, and as text."""
        del schema, handler
        number: JsonSchemaValue = {"type": "number", "multipleOf": float(self._unit)}
        number["minimum"], number["maximum"] = -float(self._largest), float(self._largest)
        if self.multiple_of is not None:
            number["multipleOf"] = float(self.multiple_of)
        for name, bound in (("minimum", self.ge), ("maximum", self.le)):
            if bound is not None:
                number[name] = float(bound)
        for name, bound in (("exclusiveMinimum", self.gt), ("exclusiveMaximum", self.lt)):
            if bound is not None:
                number[name] = float(bound)
        pattern = self._pattern()
        if pattern is None:
            return number
        return {"anyOf": [number, {"type": "string", "pattern": pattern}]}

    @property
    def _unit(self) -> Decimal:
        return Decimal(1).scaleb(-self.scale)

    @property
    def _largest(self) -> Decimal:
        return Decimal(10**self.precision - 1).scaleb(-self.scale)

    def _pattern(self) -> str | None:
        """Text of so few digits that no bound is passed; None where there is no such text."""
        above = Decimal(self.le if self.le is not None else self._largest)
        above = above if self.lt is None else Decimal(self.lt) - self._unit
        below = Decimal(self.ge if self.ge is not None else -self._largest)
        below = below if self.gt is None else Decimal(self.gt) + self._unit
        whole = len(str(int(above + self._unit))) - 1
        if whole < 1 or below > self._unit or self.multiple_of is not None:
            return None
        sign = "-?" if -below >= above else ""
        positive = r"(?![0.]+$)" if below > 0 else ""
        fraction = rf"(\.{_up_to(self.scale)})?" if self.scale else ""
        return f"^{sign}{positive}{_up_to(whole)}{fraction}$"

    def _read(self, value: object) -> Decimal:
        if isinstance(value, str) and NUMBER.fullmatch(value):
            number = Decimal(value)
        elif isinstance(value, float) and math.isfinite(value):
            number = self._from_float(value)
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
        else:
            message = "must be a decimal number"
            raise ValueError(message)
        if not number.is_finite() or abs(number) > self._largest:
            message = f"must have at most {self.precision - self.scale} digits before the point"
            raise ValueError(message)
        exact = number.quantize(self._unit)
        if exact != number:
            message = f"must have at most {self.scale} digits behind the point"
            raise ValueError(message)
        return exact + 0  # there is no negative zero in a database

    def _from_float(self, value: float) -> Decimal:
        number = Decimal(repr(value))
        if abs(number) > self._largest:
            return number
        rounded = number.quantize(self._unit)
        return rounded if math.isclose(rounded, value, rel_tol=FLOAT_TOLERANCE) else number


def _up_to(digits: int) -> str:
    return r"\d{1," + str(digits) + "}"


def _decimal(bound: Decimal | int | None) -> Decimal | None:
    return None if bound is None else Decimal(bound)
