"""Lists whose length the source decides."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import returned

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Function


def is_fixed(facts: Facts, function: Function) -> bool:
    """Whether the list is written down: a literal, or the members of an enumeration."""
    values = list(returned(function))
    return bool(values) and all(_is_written(facts, each, function) for each in values)


def _is_written(facts: Facts, value: ast.expr, function: Function) -> bool:
    match value:
        case ast.List() | ast.Tuple():
            return not any(isinstance(each, ast.Starred) for each in value.elts)
        case ast.ListComp(generators=[one]):
            return _is_written(facts, one.iter, function)
        case ast.Call(func=ast.Name(id="list" | "sorted"), args=[inner, *_]):
            return _is_written(facts, inner, function)
        case ast.Name() | ast.Attribute():
            symbol = facts.index.symbol(value, function)
            if facts.index.is_a(symbol, "*.Enum", "*.IntEnum", "*.StrEnum"):
                return True
            known = facts.index.values_of(symbol)
            return bool(known) and all(
                isinstance(each, ast.List | ast.Tuple | ast.Set | ast.Dict) for each, _ in known
            )
        case _:
            return False
