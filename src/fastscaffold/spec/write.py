"""Writes a feature as canonical YAML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel

from fastscaffold.spec.models import FieldSpec
from fastscaffold.spec.nodes import Scalar, resolve_scalar
from fastscaffold.spec.positions import Position
from fastscaffold.spec.vocabulary import BOUNDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.spec.models import FeatureSpec

_PLAIN = re.compile(r"[A-Za-z0-9_/.^$][A-Za-z0-9_/.^$+() -]*(?<! )", re.ASCII)
_NOWHERE = Position(1, 1)
_FLOW_WIDTH = 80


def dump_feature(spec: FeatureSpec) -> str:
    """Give a feature as canonical YAML: the same text for the same spec, and the other way round.

    What equals its default is left out; the order of fields and relations is kept.
    """
    lines = ["version: 1", f"feature: {_scalar(spec.name)}"]
    for key, value in _entries(spec):
        if key != "feature":
            lines += _block(key, value, 0)
    return "\n".join(lines) + "\n"


class _Number(str):
    """A number that is kept as text, so that it stays exact."""

    __slots__ = ()


def _entries(model: BaseModel) -> Iterator[tuple[str, object]]:
    exact = isinstance(model, FieldSpec) and model.type == "decimal"
    for name, info in type(model).model_fields.items():
        value = cast("object", getattr(model, name))
        if value != info.default:
            number = exact and name in BOUNDS and isinstance(value, str)
            yield info.alias or name, _Number(value) if number else value


def _block(key: str, value: object, depth: int) -> list[str]:
    margin = "  " * depth
    head = f"{margin}{_scalar(key)}:"
    inner = list(_members(value))
    if not inner or (depth > 0 and not _nested(inner)):
        flow = f"{head} {_flow(value)}"
        if len(flow) <= _FLOW_WIDTH or not inner:
            return [flow]
    lines = [head]
    for name, item in inner:
        lines += _block(name, item, depth + 1)
    return lines


def _members(value: object) -> Iterable[tuple[str, object]]:
    """The entries of what may be written as a block; nothing for what is written in a line."""
    if isinstance(value, dict):
        items = cast("dict[str, object]", value)
        blocks = all(isinstance(item, BaseModel) for item in items.values())
        return items.items() if blocks else ()
    return _entries(value) if isinstance(value, BaseModel) else ()


def _nested(inner: list[tuple[str, object]]) -> bool:
    return any(isinstance(item, BaseModel) for _, item in inner)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value).items()
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(item)}" for key, item in entries) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in cast("list[object]", value)) + "]"
    if isinstance(value, BaseModel):
        return _flow(dict(_entries(value)))
    return _scalar(value)


def _scalar(value: object) -> str:
    """Write a scalar plainly where that reads back as the same value, else in quotes."""
    if not isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, _Number) and not _stays_text(value):
        return str(value)
    if _PLAIN.fullmatch(value) and _stays_text(value):
        return value
    if value.isprintable() and value.isascii():
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(char: str) -> str:
    """Write a character inside double quotes, as YAML reads it."""
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 1 << 16 else f"\\U{ord(char):08x}"


def _stays_text(text: str) -> bool:
    return resolve_scalar(Scalar(text, quoted=False, position=_NOWHERE, start=_NOWHERE)) == text
