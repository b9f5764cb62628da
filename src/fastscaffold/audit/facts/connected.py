"""How conditions turn out that ``not``, ``and`` and ``or`` put together, where it is decided."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def connected(
    test: ast.UnaryOp | ast.BoolOp, decide: Callable[[ast.expr], bool | None]
) -> bool | None:
    """How a condition turns out by its parts; None where that is not decided.

    Args:
        test: a ``not``, an ``and`` or an ``or``.
        decide: tells how a part turns out, or None.
    """
    if isinstance(test, ast.UnaryOp):
        found = decide(test.operand)
        return None if found is None else not found
    sides = [decide(each) for each in test.values]
    settles = isinstance(test.op, ast.Or)
    if settles in sides:
        return settles
    return None if None in sides else not settles
