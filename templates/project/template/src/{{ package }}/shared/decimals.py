"""Exact decimals in requests: as text, or as numbers of no more digits than they may have."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
# JSON numbers pass through floats: 0.1 + 0.2 is meant to be 0.3.
FLOAT_TOLERANCE = 1e-15
# Decimal digits that every float keeps.
FLOAT_DIGITS = 15


def _written(value: Decimal) -> str:
    return f"{value:f}"


PlainDecimal = Annotated[Decimal, PlainSerializer(_written, return_type=str, when_used="json")]
"""A ``Decimal`` in responses, never in exponent notation."""


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
        return core_schema.no_info_before_validator_function(
            self._read,
            decimal,
            serialization=core_schema.plain_serializer_function_ser_schema(
                _written, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

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
        if self._is_wide:
            return {"type": "string", "pattern": pattern}
        return {"anyOf": [number, {"type": "string", "pattern": pattern}]}

    @property
    def _is_wide(self) -> bool:
        """Whether only text holds all digits."""
        return self.precision > FLOAT_DIGITS and self._pattern() is not None

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
        if above + self._unit < 1 or below > self._unit or self.multiple_of is not None:
            return None
        sign = "-?" if -below >= above else ""
        positive = r"(?![0.]+$)" if below > 0 else ""
        fraction = rf"(\.{_up_to(self.scale)})?" if self.scale else ""
        leading = _up_to(whole) if whole else "0"
        return f"^{sign}{positive}{leading}{fraction}$"

    def _read(self, value: object) -> Decimal:
        if isinstance(value, str) and NUMBER.fullmatch(value):
            number = Decimal(value)
        elif isinstance(value, Decimal):
            number = value
        elif self._is_wide:
            message = "must be a decimal number, as text"
            raise ValueError(message)
        elif isinstance(value, float) and math.isfinite(value):
            number = self._from_float(value)
        elif isinstance(value, int) and not isinstance(value, bool):
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
