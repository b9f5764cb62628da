"""Which switches an object may set otherwise than by their defaults while it is made."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.connected import connected
from fastscaffold.audit.modules import Class, Function, decorator_names, dotted

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_MAKES = frozenset({"__init__", "__post_init__", "model_post_init"})
_VALIDATES = frozenset({"field_validator", "model_validator", "root_validator", "validator"})


def is_given_anew(facts: Facts, node: ast.expr, scope: Scope, default: object) -> bool:
    """Whether what holds a switch may set it otherwise than by its default when it is made."""
    if not isinstance(node, ast.Attribute):
        return False
    held = f"self.{node.attr}"
    return any(
        _outcome(facts, value, method, held, default) != default
        for method in _run_when_made(facts, facts.index.kind(node.value, scope))
        for value in method.assigned.get(held, ())
    )


def _run_when_made(facts: Facts, owner: str | None) -> list[Function]:
    """Constructors and validators of a class, with the methods of it that they call."""
    found = map(facts.index.definition, facts.index.ancestors(owner))
    classes = [each for each in found if isinstance(each, Class)]
    waiting = [
        method
        for each in classes
        for method in each.functions.values()
        if method.name in _MAKES or decorator_names(method) & _VALIDATES
    ]
    seen: dict[Function, None] = {}
    while waiting:
        method = waiting.pop()
        if method in seen:
            continue
        seen[method] = None
        called = map(facts.callers.target, method.calls)
        waiting += [each for each in called if isinstance(each, Function) and each.owner in classes]
    return list(seen)


def _outcome(facts: Facts, value: ast.expr, scope: Scope, held: str, default: object) -> object:
    """What a switch is after it was given a value, having had its default before."""
    match value:
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return connected(
                value, lambda part: _turned(_outcome(facts, part, scope, held, default))
            )
        case ast.IfExp(body=body, orelse=otherwise):
            ways = [_outcome(facts, each, scope, held, default) for each in (body, otherwise)]
            return ways[0] if ways[0] == ways[1] else None
        case ast.Attribute() if dotted(value) == held:
            return default
        case ast.Name(id=name) if isinstance(scope, Function) and scope.takes(name):
            given = {each.value for each in facts.origins.of(value, scope)}
            return default if given == {default} else None
        case _:
            return facts.values.fold(value, scope)


def _turned(found: object) -> bool | None:
    return found if isinstance(found, bool) else None
