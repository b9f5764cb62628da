"""Lists of simple values."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, cast

from fastscaffold.fields.base import SAMPLES, FieldType, Problem
from fastscaffold.fields.json_type import DDL, MODEL
from fastscaffold.fields.literals import SHARED, annotated, constrained, imported, plain
from fastscaffold.fields.texts import text_value
from fastscaffold.model.resource import Code, Column
from fastscaffold.spec.vocabulary import TYPE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.spec.models import FieldSpec

DEFAULT_ITEMS = 100
MAX_ITEMS = 10_000
ITEM_LENGTH = 255
ITEMS = ("str", "int", "float", "bool")
_INT32 = 2**31
_SCHEMAS = {
    "str": constrained("str", [f"max_length={ITEM_LENGTH}"], "Storable"),
    "int": imported(SHARED, "Int32"),
    "float": imported(SHARED, "FiniteFloat"),
    "bool": imported("pydantic", "StrictBool"),
}


class ListType(FieldType):
    """``list``: at most 100 items unless the spec says otherwise, kept as JSON."""

    name = "list"
    constraints = frozenset({"items", "min_length", "max_length"})
    sortable = False
    filterable = False
    indexable = False
    uniqueable = False

    def python(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        return plain(f"list[{item_type(spec)}]")

    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        item = _SCHEMAS[item_type(spec)]
        limits = [f"min_length={spec.min_length}"] if spec.min_length else []
        limits.append(f"max_length={_longest(spec)}")
        return annotated(Code(f"list[{item.text}]", item.imports), *limits)

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        del spec, context
        return Column(MODEL, DDL)

    def parse(self, spec: FieldSpec, raw: object) -> object:
        if not isinstance(raw, list):
            raise ValueError("it should be a list")
        items = cast("list[object]", raw)
        if not (spec.min_length or 0) <= len(items) <= _longest(spec):
            raise ValueError(f"it should have {spec.min_length or 0} to {_longest(spec)} items")
        return [_parse_item(item_type(spec), item) for item in items]

    def problems(self, spec: FieldSpec) -> Iterator[Problem]:
        if item_type(spec) not in ITEMS:
            later = item_type(spec) in TYPE_NAMES
            verdict = "not supported yet" if later else "not a field type"
            message = f"Items of type `{item_type(spec)}` are {verdict}."
            code = "spec.unsupported" if later else "spec.unknown-type"
            yield Problem("items", message, f"Items are {', '.join(ITEMS)}.", code)
        if not 1 <= _longest(spec) <= MAX_ITEMS:
            message = f"`max_length` of a list is from 1 to {MAX_ITEMS:,}."
            yield Problem("max_length", message, f"Write {MAX_ITEMS} or less.")
        elif (spec.min_length or 0) > _longest(spec):
            message = f"`min_length` is greater than `max_length`, which is {_longest(spec)}."
            yield Problem("min_length", message, f"Write {_longest(spec)} or less.")

    def mutable_default(self) -> bool:
        return True

    def values(self, spec: FieldSpec) -> Sequence[object]:
        kind = item_type(spec)
        count = max(spec.min_length or 0, 1)
        found: list[object] = []
        for number in range(SAMPLES):
            longer = [] if count >= _longest(spec) else [_item(kind, 0)]
            items = [_item(kind, number)] * count + (longer if number % 2 else [])
            if items not in found:
                found.append(items)
        return found

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        kind = item_type(spec)
        one = repr(_item(kind, 0)).replace("'", '"')
        wrong = '[{"key": "value"}]'
        yield "wrong_type", '"text"'
        yield "wrong_item", wrong if not spec.min_length else f"{wrong} * {spec.min_length}"
        yield "too_long", f"[{one}] * {_longest(spec) + 1}"
        if spec.min_length:
            yield "too_short", "[]" if spec.min_length == 1 else f"[{one}] * {spec.min_length - 1}"
        if kind == "str":
            times = f" * {spec.min_length}" if (spec.min_length or 0) > 1 else ""
            yield "nul_byte", r'["nul\x00byte"]' + times


def item_type(spec: FieldSpec) -> str:
    """Give the type of the items: text unless the spec says otherwise."""
    return spec.items or "str"


def _longest(spec: FieldSpec) -> int:
    return DEFAULT_ITEMS if spec.max_length is None else spec.max_length


def _item(kind: str, number: int) -> object:
    match kind:
        case "int":
            return number + 1
        case "float":
            return number + 0.5
        case "bool":
            return number % 2 == 0
        case _:
            return f"item {number + 1}"


def _parse_item(kind: str, raw: object) -> object:
    if kind == "str":
        text = text_value(raw)
        if len(text) > ITEM_LENGTH:
            raise ValueError(f"an item has more than {ITEM_LENGTH} characters")
        return text
    if kind == "bool":
        if not isinstance(raw, bool):
            raise ValueError("its items should be true or false")
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int if kind == "int" else int | float):
        raise ValueError(f"its items should be of type {kind}")
    if kind == "int" and not -_INT32 <= raw < _INT32:
        raise ValueError("an item is out of range")
    if not isfinite(raw):
        raise ValueError("its items should be finite")
    return float(raw) if kind == "float" else raw


FIELD_TYPE = ListType()
