"""Clauses that catch exceptions, and what of their function may run once they have."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.walking import own_nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.audit.facts import Function

_Try: TypeAlias = "ast.Try | ast.TryStar"


def may_follow(clause: ast.ExceptHandler, node: ast.expr, function: Function) -> bool:
    """Whether an expression that stands behind a clause may run after it.

    A clause that ends the function goes through each ``finally`` around it, and what one raises
    may be caught by a clause around it, behind which all goes on.
    """
    last = clause.body[-1]
    if not isinstance(last, ast.Raise | ast.Return):
        return True
    return any(
        _holds(each.finalbody, node)
        or (
            isinstance(last, ast.Raise)
            and bool(each.handlers)
            and _holds(each.body, clause)
            and not _holds([*each.body, *each.orelse], node)
        )
        for each in _around(clause, function)
    )


# Asked for each expression behind a clause.
@lru_cache(maxsize=2048)
def _around(clause: ast.ExceptHandler, function: Function) -> list[_Try]:
    """The statements whose clauses, or whose ``finally``, come after a clause."""
    tries: list[_Try] = [*own_nodes(function, ast.Try)]
    tries += own_nodes(function, ast.TryStar)
    return [each for each in tries if _holds([*each.body, *each.handlers, *each.orelse], clause)]


def _holds(
    statements: Sequence[ast.stmt | ast.ExceptHandler], node: ast.expr | ast.ExceptHandler
) -> bool:
    """Whether a node is in a block, which shares its lines with no other."""
    if not statements:
        return False
    last = statements[-1]
    return statements[0].lineno <= node.lineno <= (last.end_lineno or last.lineno)
