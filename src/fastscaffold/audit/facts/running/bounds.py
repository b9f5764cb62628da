"""Comparisons that keep something from being too large."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ABOVE = (ast.Gt, ast.GtE)
_BELOW = (ast.Lt, ast.LtE)


def bounds(
    comparison: ast.Compare, nodes: Iterable[ast.AST], is_size: Callable[[ast.expr], bool]
) -> bool:
    """Whether a comparison of a size, by its order, is a limit, and not a least size."""
    sides = [comparison.left, *comparison.comparators]
    for left, order, right in zip(sides, comparison.ops, sides[1:], strict=False):
        if not isinstance(order, _ABOVE + _BELOW):
            continue
        for size, other, is_above in (
            (left, right, isinstance(order, _ABOVE)),
            (right, left, isinstance(order, _BELOW)),
        ):
            if not is_size(size) or _is_nothing(other):
                continue
            if is_above or not _is_refused(comparison, nodes):
                return True
    return False


def _is_nothing(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=int() | float() as value):
            return value <= 1
        case ast.UnaryOp(op=ast.USub()):
            return True
        case _:
            return False


def _is_refused(comparison: ast.Compare, nodes: Iterable[ast.AST]) -> bool:
    """Whether what the comparison is true of is an error."""
    return any(
        isinstance(each, ast.If)
        and isinstance(each.body[-1], ast.Raise)
        and any(one is comparison for one in _alternatives(each.test))
        for each in nodes
    )


def _alternatives(test: ast.expr) -> list[ast.expr]:
    return [test, *(test.values if isinstance(test, ast.BoolOp) else ())]
