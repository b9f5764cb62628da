"""How much a function decides, apart from refusing what it cannot work with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import own_nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.audit.facts import Function

LOGS = frozenset({"critical", "debug", "error", "exception", "info", "warn", "warning"})


def decisions(function: Function) -> int:
    """Its branches and loops.

    Left out are branches that only refuse or answer (``raise``, ``return``, a line in the log) and
    the ways that a ``try`` goes on to them, and loops that wait for ever, as those of streams do.
    """
    return sum(_decisions(node) for node in own_nodes(function))


def _decisions(node: ast.AST) -> int:
    match node:
        case ast.If():
            return 0 if _only_ends(node.body) and not _goes_on(node.orelse) else 1
        case ast.For() | ast.AsyncFor():
            return 1
        case ast.While():
            return 0 if isinstance(node.test, ast.Constant) else 1
        case ast.ExceptHandler():
            return 0 if _only_ends(node.body) else 1
        case ast.comprehension():
            return len(node.ifs)
        case ast.Match():
            return sum(not _only_ends(case.body) for case in node.cases)
        case _:
            return 0


def _goes_on(orelse: Sequence[ast.stmt]) -> bool:
    """Whether an ``else`` does more than to end; another ``if`` is counted for itself."""
    if len(orelse) == 1 and isinstance(orelse[0], ast.If):
        return False
    return bool(orelse) and not _only_ends(orelse)


def _only_ends(body: Sequence[ast.stmt]) -> bool:
    """Whether some statements do no more than raise, return or pass, after a word in the log."""
    *before, last = body
    ends = isinstance(last, ast.Raise | ast.Return | ast.Pass | ast.Continue | ast.Break)
    return (ends or _is_said(last)) and all(_is_said(each) for each in before)


def _is_said(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
    if isinstance(value, ast.Constant):
        return True
    function = value.func if isinstance(value, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr in LOGS
