"""What a function does with a token that lacks a claim it reads."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal, TypeAlias

from fastscaffold.audit.nodes import constant_text, mentions
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.modules import Function

# ``raised``: with a ``KeyError`` that nothing in the function catches.
Lacking: TypeAlias = Literal["accepted", "raised", "refused", "unread"]

_CAUGHT = frozenset({"BaseException", "Exception", "KeyError", "LookupError"})


def lacking(function: Function | None, claim: str) -> Lacking:
    """The worst that becomes of it."""
    if function is None:
        return "unread"
    constants = [each for each in walk(function.node, ast.Constant) if each.value == claim]
    if not constants:
        return "unread"
    subscripts = {
        id(each.slice): each
        for each in walk(function.node, ast.Subscript)
        if isinstance(each.ctx, ast.Load)
    }
    others = [each for each in constants if id(each) not in subscripts]
    if others and not _is_refused(function, claim):
        return "accepted"
    taken = [subscripts[id(each)] for each in constants if id(each) in subscripts]
    if all(_is_caught(function, each) for each in taken):
        return "refused"
    # What is asked for first may be there.
    return "refused" if others else "raised"


def _is_refused(function: Function, claim: str) -> bool:
    """Whether the function ends where the claim, or what is looked up by it, is not there."""
    names = _names(function, claim)
    return any(
        _is_absent(each.test, names, claim) and isinstance(each.body[-1], ast.Raise | ast.Return)
        for each in walk(function.node, ast.If)
    )


def _names(function: Function, claim: str) -> set[str]:
    """The names that hold the claim, or what is made of it."""
    names: set[str] = set()
    for _ in range(2):
        for name, values in function.assigned.items():
            for value in values:
                reads = any(_reads(claim, each) for each in walk(value))
                if reads or mentions(value, names):
                    names.add(name)
    return names


def _reads(claim: str, node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[key, *_]):
            return constant_text(key) == claim
        case _:
            return False


def _is_absent(test: ast.expr, names: set[str], claim: str) -> bool:
    """Whether a condition holds where one of some names is not there."""
    match test:
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(_is_absent(each, names, claim) for each in values)
        case ast.UnaryOp(op=ast.Not(), operand=held):
            pass
        case ast.Compare(left=held, ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(None)]):
            pass
        case ast.Compare(left=left, ops=[ast.NotIn()]):
            return constant_text(left) == claim
        case _:
            return False
    match held:
        case ast.Name(id=name):
            return name in names
        case ast.NamedExpr(target=ast.Name(id=name)):
            return name in names
        case _:
            return any(_reads(claim, each) for each in walk(held))


def _is_caught(function: Function, node: ast.AST) -> bool:
    """Whether a ``KeyError`` there is caught."""
    for each in walk(function.node, ast.Try):
        if any(inner is node for statement in each.body for inner in walk(statement)):
            for handler in each.handlers:
                told = "Exception" if handler.type is None else unparsed(handler.type)
                if not _CAUGHT.isdisjoint(told.strip("()").split(", ")):
                    return True
    return False
