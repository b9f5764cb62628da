"""Branches that only a deployment decides: those that ask a setting which has no default."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.calls import ENVIRONMENT
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Function, Module, Scope

MAX_STEPS = 4


def is_told(facts: Facts, place: Place) -> bool:
    """Whether what stands at a place is reached only where a required setting has it so."""
    return any(
        _asks(facts, test, _scope_at(module, test.lineno))
        for module in facts.production
        if module.path == place.path
        for test in _around(module, place.line)
    )


def _around(module: Module, line: int) -> Iterator[ast.expr]:
    """The conditions that a line stands under, or behind, whichever way they turn out."""
    scope = _scope_at(module, line)
    for choice in walk(module.tree, ast.IfExp):
        if choice.lineno <= line <= (choice.end_lineno or line):
            yield choice.test
    for node in walk(module.tree, ast.If):
        last = node.end_lineno or node.lineno
        stands_under = node.body[0].lineno <= line <= last
        is_over = last < line and isinstance(node.body[-1], ast.Return)
        if stands_under or (is_over and _scope_at(module, node.lineno) is scope):
            yield node.test


def _scope_at(module: Module, line: int) -> Scope:
    around: list[Function] = [
        each
        for each in module.functions.values()
        if each.node.lineno <= line <= (each.node.end_lineno or 0)
    ]
    return max(around, key=lambda each: each.node.lineno, default=module)


def _asks(facts: Facts, test: ast.expr, scope: Scope) -> bool:
    """Whether a condition compares a required setting with a text, or is a required switch."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _asks(facts, inner, scope)
        case ast.BoolOp(values=parts):
            return any(_asks(facts, each, scope) for each in parts)
        case ast.Compare(left=left, comparators=[right]):
            # What is asked for being empty is no choice of a deployment's.
            sides = [(left, right), (right, left)]
            return any(
                _names_something(other) and _is_required(facts, each, scope)
                for each, other in sides
            )
        case _:
            return _is_switch(facts, test, scope)


def _names_something(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str() as text):
            return bool(text.strip("*"))
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return bool(parts) and all(map(_names_something, parts))
        case ast.Attribute():
            # A member of an enumeration.
            return True
        case _:
            return False


def _is_required(facts: Facts, node: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> bool:
    found = facts.origins.of(node, scope)
    if not found or not steps:
        return False
    if all(each.kind == "required" for each in found):
        return True
    if any(each.kind != "environment" for each in found):
        return False
    match node:
        case ast.Subscript(value=held):
            return facts.index.symbol(held, scope) in ENVIRONMENT
        case ast.Call(func=ast.Attribute(value=held), args=[]):
            # In another case.
            return _is_required(facts, held, scope, steps - 1)
        case ast.Name() | ast.Attribute():
            values = facts.index.values_of(facts.index.symbol(node, scope))
            return bool(values) and all(_is_required(facts, *each, steps - 1) for each in values)
        case _:
            return False


def _is_switch(facts: Facts, node: ast.expr, scope: Scope) -> bool:
    found = facts.origins.of(node, scope)
    return bool(found) and all(
        each.kind == "required"
        and each.field is not None
        and facts.index.annotated(each.field.annotation, each.field.owner) == "bool"
        for each in found
    )
