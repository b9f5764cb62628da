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
        is_turned, part = True, test.operand
        # There may be more of them than calls can nest.
        while isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
            is_turned, part = not is_turned, part.operand
        found = decide(part)
        return None if found is None else found is not is_turned
    sides = [decide(each) for each in test.values]
    settles = isinstance(test.op, ast.Or)
    if settles in sides:
        return settles
    return None if None in sides else not settles
