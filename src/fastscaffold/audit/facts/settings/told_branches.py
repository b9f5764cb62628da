"""Branches that only a deployment decides: those that ask a setting which has no default."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from fastscaffold.audit.facts.origins.calls import ENVIRONMENT, is_development
from fastscaffold.audit.facts.walking import stands_in
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function, Module, Scope

MAX_STEPS = 4
MAX_CONDITIONS = 8


class Condition(NamedTuple):
    """What a required setting is asked for, and how that has to turn out."""

    text: str
    outcome: bool
    is_of_development: bool


def asked(facts: Facts, path: str, node: ast.AST) -> frozenset[Condition]:
    """The conditions on required settings that a node stands under, but for those of production."""
    module = facts.modules_by_path.get(path)
    if module is None or not module.is_production:
        return frozenset()
    return frozenset(
        _condition(test, outcome)
        for whole, way in _around(module, node)
        for test, outcome in _parts(whole, way)
        if not _is_of_development(test, not outcome)
        and _asks(facts, test, _scope_at(module, test.lineno))
    )


def leaves_none_out(ways: list[frozenset[Condition]], steps: int = MAX_CONDITIONS) -> bool:
    """Whether one of some ways is taken however conditions turn out."""
    if not ways or not all(ways) or steps == 0:
        return bool(ways)
    text = min(each.text for each in ways[0])
    return all(
        leaves_none_out(
            [
                frozenset(each for each in way if each.text != text)
                for way in ways
                if all(each.text != text or each.outcome is outcome for each in way)
            ],
            steps - 1,
        )
        for outcome in (True, False)
    )


def _around(module: Module, node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """The conditions that a node stands under, or behind, and how they turn out there."""
    line = getattr(node, "lineno", 0)
    scope = _scope_at(module, line)
    for chosen in walk(module.tree, ast.IfExp):
        for branch, outcome in ((chosen.body, True), (chosen.orelse, False)):
            if stands_in([branch], node):
                yield chosen.test, outcome
    for choice in walk(module.tree, ast.If):
        is_over = (choice.end_lineno or line) < line and isinstance(choice.body[-1], ast.Return)
        if stands_in(choice.body, node):
            yield choice.test, True
        elif stands_in(choice.orelse, node) or (
            is_over and _scope_at(module, choice.lineno) is scope
        ):
            yield choice.test, False


def _parts(test: ast.expr, outcome: bool) -> Iterator[tuple[ast.expr, bool]]:  # noqa: FBT001
    """What has to turn out in which way for a condition to turn out in one."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            yield from _parts(inner, not outcome)
        case ast.BoolOp(op=sign, values=parts) if isinstance(sign, ast.And) is outcome:
            for each in parts:
                yield from _parts(each, outcome)
        case ast.Compare(left=left, ops=[ast.NotEq() | ast.NotIn() as sign], comparators=others):
            same = ast.Eq() if isinstance(sign, ast.NotEq) else ast.In()
            yield ast.copy_location(ast.Compare(left, [same], others), test), not outcome
        case _:
            yield test, outcome


def _condition(test: ast.expr, outcome: bool) -> Condition:  # noqa: FBT001
    return Condition(unparsed(test), outcome, _is_of_development(test, outcome))


def _is_of_development(test: ast.expr, outcome: bool) -> bool:  # noqa: FBT001
    """Whether it turns out that way in development or in tests only."""
    return is_development(test if outcome else ast.UnaryOp(ast.Not(), test))


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
            return all(_asks(facts, each, scope) for each in parts)
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
