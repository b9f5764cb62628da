"""What always runs in a function before something is reached, and what it gives names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.nodes import chain_of, is_none

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.audit.modules import Function


def straight(function: Function, before: ast.AST) -> Iterator[ast.stmt]:
    """The statements of a function that always run before a node is reached."""
    for statement in function.node.body:
        inside = list(ast.walk(statement))
        if any(each is before for each in inside):
            if isinstance(statement, ast.With | ast.AsyncWith | ast.Try):
                for inner in statement.body:
                    if any(each is before for each in ast.walk(inner)):
                        return
                    yield inner
            return
        yield statement


def is_set(name: str, function: Function, before: ast.AST) -> bool:
    """Whether a name that may be None is given a value by then, come what may.

    A value that is another name may be None itself, and counts for none.
    """
    found = False
    for statement in straight(function, before):
        if _sets([statement], name):
            found = True
        elif _may_set(statement, name):
            found = False
    return found


def _sets(body: Sequence[ast.stmt], name: str) -> bool:
    """Whether statements give a name a value, or end, whatever comes before."""
    for statement in body:
        match statement:
            case ast.Return() | ast.Raise():
                return True
            case ast.Assign(targets=[ast.Name(id=held)], value=value) if held == name:
                return _is_value(value)
            case ast.AnnAssign(target=ast.Name(id=held), value=ast.expr() as value) if held == name:
                return _is_value(value)
            case ast.If():
                if _sets_either_way(statement, name):
                    return True
            case _:
                pass
    return False


def _sets_either_way(statement: ast.If, name: str) -> bool:
    chain = chain_of(statement)
    is_set_else = _sets(chain[-1].orelse, name)
    for each in reversed(chain):
        there = _asks_for(each.test, name)
        is_set = _sets(each.body, name) or (there is True and not _unsets(each.body, name))
        is_set_else = is_set_else or (there is False and not _unsets(each.orelse, name))
        is_set_else = is_set and is_set_else
    return is_set_else


def _is_value(value: ast.expr) -> bool:
    """Whether it is sure to be none but None; what a sum or a call makes is taken for a value."""
    while isinstance(value, ast.IfExp):
        if not _is_value(value.body):
            return False
        value = value.orelse
    match value:
        case ast.BoolOp(op=ast.Or(), values=[*_, last]):
            return _is_value(last)
        case ast.Name() | ast.Attribute() | ast.BoolOp():
            return False
        case _:
            return not is_none(value)


def _asks_for(test: ast.expr, name: str) -> bool | None:
    """True where a condition holds if a name is there, False if it is not; None for others."""
    match test:
        case ast.Name(id=held) if held == name:
            return True
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=held)) if held == name:
            return False
        case ast.Compare(
            left=ast.Name(id=held), ops=[ast.Is() | ast.IsNot() as asked], comparators=[other]
        ) if held == name and is_none(other):
            return isinstance(asked, ast.IsNot)
        case _:
            return None


def _may_set(statement: ast.stmt, name: str) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Store | ast.Del)
        for each in ast.walk(statement)
    )


def _unsets(body: Sequence[ast.stmt], name: str) -> bool:
    return any(_may_set(each, name) for each in body)
