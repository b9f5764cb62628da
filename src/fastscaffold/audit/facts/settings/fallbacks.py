"""What stands in for a variable that is not set: an argument, or the other side of a choice."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.calls import ENVIRONMENT
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.settings.environment_reads import Read

# What leaves a text a text, or puts it down.
_KEEPING = frozenset({"str", "strip", "lstrip", "rstrip"})


def fallback(facts: Facts, read: Read, parents: dict[int, ast.AST]) -> object:
    """The value of what is read where nobody sets it; ``UNKNOWN`` where that cannot be told."""
    default = UNKNOWN if read.default is None else facts.values.fold(read.default, read.scope)
    node: ast.AST = read.node
    while (default is UNKNOWN or not default) and (parent := parents.get(id(node))) is not None:
        other = _other(facts, read, parent, node)
        if other is not None:
            default = facts.values.fold(other, read.scope)
        elif not _keeps(parent, node):
            break
        node = parent
    return default


def _other(facts: Facts, read: Read, parent: ast.AST, node: ast.AST) -> ast.expr | None:
    """The side that is taken where a variable is not set."""
    match parent:
        case ast.BoolOp(op=ast.Or(), values=values) if values[-1] is not node:
            place = next(number for number, each in enumerate(values) if each is node)
            rest = values[place + 1 :]
            return rest[0] if len(rest) == 1 else ast.BoolOp(op=ast.Or(), values=rest)
        case ast.IfExp(test=test, body=body, orelse=other) if test is not node:
            # Of other choices, such as one by the stage, nobody is left without a secret.
            if _asks(facts, read, test):
                return other if body is node else body
            return None
        case ast.IfExp(orelse=other) if isinstance(node, ast.NamedExpr):
            return other
        case _:
            return None


def _asks(facts: Facts, read: Read, test: ast.expr) -> bool:
    """Whether a test looks at the environment."""
    return any(
        isinstance(each, ast.Name | ast.Attribute)
        and (symbol := facts.index.symbol(each, read.scope)) is not None
        and (symbol in ENVIRONMENT or symbol == "os.getenv")
        for each in walk(test)
    )


def _keeps(parent: ast.AST, node: ast.AST) -> bool:
    match parent:
        case ast.NamedExpr() | ast.BoolOp() | ast.IfExp():
            return True
        case ast.Attribute(attr=name):
            return name in _KEEPING
        case ast.Call(func=ast.Name(id=name)):
            return name in _KEEPING
        case ast.Call(func=called):
            return called is node
        case _:
            return False


def is_test(comparison: ast.Compare, node: ast.AST) -> bool:
    """Whether a comparison only chooses by what is read, such as of a flag with ``"true"``."""
    if any(isinstance(each, ast.In | ast.NotIn | ast.Is | ast.IsNot) for each in comparison.ops):
        return True
    sides = (comparison.left, *comparison.comparators)
    return all(isinstance(each, ast.Constant) for each in sides if each is not node)
