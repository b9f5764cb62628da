"""Calls that are given a value only where it is not empty: ``if key: decode(token, key)``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import stands_within
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.modules import Call


def without_empty(found: Iterable[Origin], value: ast.expr | None, call: Call) -> list[Origin]:
    """The origins of what a call is given, without texts that are empty where it asks for that."""
    kept = list(found)
    empty = [each for each in kept if each.kind == "constant" and _is_empty(each.value)]
    if not empty or value is None or not _is_asked(value, call):
        return kept
    return [each for each in kept if each not in empty]


def _is_empty(value: object) -> bool:
    return isinstance(value, str | bytes) and not value


def _is_asked(value: ast.expr, call: Call) -> bool:
    name = unparsed(value)
    if stands_within(call, lambda test: (_holds(test, name), _lacks(test, name))):
        return True
    # As ``if not key: return`` does above.
    body = call.function.node.body if call.function is not None else []
    return any(
        isinstance(each, ast.If)
        and each.lineno < call.node.lineno
        and _lacks(each.test, name)
        and isinstance(each.body[-1], ast.Raise | ast.Return)
        for each in body
    )


def _holds(test: ast.expr, name: str) -> bool:
    """Whether a value is not empty where a test holds."""
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            return any(_holds(each, name) for each in values)
        case _:
            return unparsed(test) == name


def _lacks(test: ast.expr, name: str) -> bool:
    """Whether a value is not empty where a test does not hold."""
    match test:
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(_lacks(each, name) for each in values)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _holds(inner, name)
        case _:
            return False
