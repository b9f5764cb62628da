"""Bounds that checks set to a field by themselves, for the values that tests make."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from fastscaffold.fields.ranges import BOUNDS, check_bounds, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldType
    from fastscaffold.spec.models import FieldSpec

_NUMBER = r"-?\s*[0-9]+(?:\.[0-9]+)?"
_COLUMN = r'"?[a-z][a-z0-9_]*"?'
_COMPARED = rf"{_COLUMN}\s*(?:[<>]=?\s*{_NUMBER}|between\s+{_NUMBER}\s+and\s+{_NUMBER})"
_ONLY_COMPARED = re.compile(rf"\s*{_COMPARED}(?:\s+and\s+{_COMPARED})*\s*", re.IGNORECASE)
_PARTS = re.compile(
    rf"(?P<column>{_COLUMN})\s*(?:(?P<sign>[<>]=?)\s*(?P<bound>{_NUMBER})"
    rf"|between\s+(?P<low>{_NUMBER})\s+and\s+(?P<high>{_NUMBER}))",
    re.IGNORECASE,
)
_KEYS = {">": "gt", ">=": "ge", "<": "lt", "<=": "le"}


def bounded(kind: FieldType, spec: FieldSpec, column: str, checks: Sequence[str]) -> FieldSpec:
    """A field that keeps to what checks compare its column with, as ``price < 10`` does.

    Args:
        kind: the type of the field.
        spec: the field, which is valid.
        column: what conditions call it.
        checks: the conditions of the feature.

    Returns:
        The field itself where its values are within that, where the user gives examples, and
        where too few would be left.
    """
    if spec.examples or not kind.constraints.issuperset(BOUNDS):
        return spec
    found = [bound for sql in checks for bound in _bounds(sql, column)]
    if not found:
        return spec
    given = [(key, number(raw)) for key in BOUNDS if (raw := getattr(spec, key)) is not None]
    all_of_them = [*given, *found]
    lows = [(value, key) for key, value in all_of_them if key in {"gt", "ge"}]
    highs = [(value, key) for key, value in all_of_them if key in {"lt", "le"}]
    # Of two that are the same number, the one that excludes it.
    tightest = [
        *([max(lows, key=lambda bound: (bound[0], bound[1] == "gt"))] if lows else []),
        *([min(highs, key=lambda bound: (bound[0], bound[1] != "lt"))] if highs else []),
    ]
    changes = dict.fromkeys(BOUNDS) | {key: str(value) for value, key in tightest}
    narrower = spec.model_copy(update=changes)
    values = kind.values(spec)
    if any(kind.problems(narrower)) or _keeps_to(narrower, values):
        return spec
    return narrower if len(kind.values(narrower)) >= len(values) else spec


def _bounds(sql: str, column: str) -> Iterator[tuple[str, Decimal]]:
    # Anything else may mean that a comparison need not hold, such as `or`.
    if not _ONLY_COMPARED.fullmatch(sql):
        return
    for part in _PARTS.finditer(sql):
        if part["column"].strip('"') != column:
            continue
        if part["sign"]:
            yield _KEYS[part["sign"]], _value(part["bound"])
        else:
            yield from (("ge", _value(part["low"])), ("le", _value(part["high"])))


def _value(text: str) -> Decimal:
    return Decimal("".join(text.split()))


def _keeps_to(spec: FieldSpec, values: Sequence[object]) -> bool:
    try:
        for value in values:
            check_bounds(spec, Decimal(str(value)))
    except ValueError:
        return False
    return True
