"""Keys that stand in the code outside of any model, and that a condition refuses."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.facts.running.conditions import decided
from fastscaffold.audit.facts.secrets.measured_keys import ends, is_run
from fastscaffold.audit.modules import Module
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Function, Scope

# Shorter words stand in ordinary texts too.
MIN_PLACEHOLDER = 5


def refuses_default(facts: Facts, place: Place, value: str) -> bool | None:
    """Whether a key that is told at a place is refused as shipped; None where it never is."""
    found = [
        not any(decided(facts, each, scope) is False for each in tests)
        for scope in _scopes(facts)
        for tests in _refusals(scope.tree.body if isinstance(scope, Module) else scope.node.body)
        if _is_about(facts, tests[-1], scope, place, value)
    ]
    return any(found) if found else None


def _scopes(facts: Facts) -> Iterator[Module | Function]:
    """Modules, and the functions that something runs."""
    for module in facts.production:
        yield module
        yield from (each for each in module.functions.values() if is_run(facts, each))


def _refusals(
    body: Sequence[ast.stmt], around: tuple[ast.expr, ...] = ()
) -> Iterator[tuple[ast.expr, ...]]:
    """The conditions, the outermost first, under which a part of a body ends it."""
    for statement in body:
        match statement:
            case ast.If(test=test, body=inner, orelse=otherwise):
                if any(isinstance(each, ast.Raise | ast.Expr) and ends(each) for each in inner):
                    yield (*around, test)
                yield from _refusals(inner, (*around, test))
                yield from _refusals(otherwise, around)
            case ast.Assert(test=test):
                yield (*around, test)
            case ast.With(body=inner) | ast.Try(body=inner):
                yield from _refusals(inner, around)
            case _:
                pass


def _is_about(facts: Facts, test: ast.expr, scope: Scope, place: Place, value: str) -> bool:
    """Whether a condition knows a key, or a part of it, beside the name that holds it."""
    nodes = [
        each for each in walk(test) if isinstance(each, ast.Constant | ast.Name | ast.Attribute)
    ]
    known = [each for each in nodes if _is_part(facts, each, scope, value)]
    negated = [each.operand for each in walk(test, ast.UnaryOp) if isinstance(each.op, ast.Not)]
    if not value:
        return any(_holds(facts, each, scope, place, value) for each in (*known, *negated))
    # The longest question is the last.
    held = [each for each in nodes if known and _holds(facts, each, scope, place, value)]
    inner = {id(part) for each in held for part in walk(each)}
    return bool(held) and any(id(each) not in inner for each in known)


def _is_part(facts: Facts, node: ast.expr, scope: Scope, value: str) -> bool:
    return any(
        each == value or (len(each) >= MIN_PLACEHOLDER and each in value)
        for each in texts(facts.values.fold(node, scope))
    )


def _holds(facts: Facts, node: ast.expr, scope: Scope, place: Place, value: str) -> bool:
    """Whether a name is given the key that is told at a place."""
    return isinstance(node, ast.Name | ast.Attribute) and any(
        origin.place == place and value in texts(origin.value)
        for origin in facts.origins.of(node, scope)
    )


def texts(value: object) -> Iterator[str]:
    """The texts that a value is, or holds, in lower case."""
    if isinstance(value, str):
        yield value.lower()
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            if isinstance(each, str):
                yield each.lower()
