"""Keys that stand in the code outside of any model, and that a condition refuses."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.facts.conditions import decided
from fastscaffold.audit.facts.measured_keys import ends, is_run
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
    named = [
        each
        for each in walk(test)
        if isinstance(each, ast.Name | ast.Attribute)
        and any(
            origin.place == place and value in texts(origin.value)
            for origin in facts.origins.of(each, scope)
        )
    ]
    if not named:
        return False
    if not value and any(
        isinstance(each, ast.UnaryOp) and isinstance(each.op, ast.Not) and each.operand in named
        for each in walk(test)
    ):
        return True
    inner = {id(part) for each in named for part in walk(each)}
    rest = [each for each in walk(test) if id(each) not in inner]
    return any(
        each == value or (len(each) >= MIN_PLACEHOLDER and each in value)
        for node in rest
        if isinstance(node, ast.Constant | ast.Name | ast.Attribute)
        for each in texts(facts.values.fold(node, scope))
    )


def texts(value: object) -> Iterator[str]:
    """The texts that a value is, or holds, in lower case."""
    if isinstance(value, str):
        yield value.lower()
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            if isinstance(each, str):
                yield each.lower()
