"""Lists that routes answer with and do not declare, told by what they return."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Route

_ROWS = frozenset({"all", "fetchall", "fetch_all", "scalars", "to_list"})
_LISTS = frozenset({"List", "Sequence", "list"})
_STEPS = 4


def answers_with_rows(facts: Facts, route: Route) -> bool:
    """Whether all that a route without a declared response returns are rows of a query."""
    if route.methods != ("GET",) or route.is_websocket:
        return False
    if route.call.argument("response_model") is not None or route.function.node.returns is not None:
        return False
    return _returns_rows(facts, route.function, _STEPS)


def _returns_rows(facts: Facts, function: Function, steps: int) -> bool:
    values = list(returned(function))
    return bool(values) and all(_are_rows(facts, each, function, steps) for each in values)


def _are_rows(facts: Facts, value: ast.expr, function: Function, steps: int) -> bool:
    if steps == 0:
        return False
    match value:
        case ast.Await(value=inner):
            return _are_rows(facts, inner, function, steps)
        case ast.Call(func=ast.Attribute(attr=name)) if name in _ROWS and _is_library(
            facts, value, function
        ):
            return True
        case ast.Call(func=ast.Name(id="list" | "sorted"), args=[inner]):
            return _are_rows(facts, inner, function, steps)
        case ast.Call(func=ast.Name(id="map" | "filter"), args=[_, inner]):
            return _are_rows(facts, inner, function, steps)
        case ast.Call():
            called = _called(facts, value, function)
            return called is not None and _gives_rows(facts, called, steps - 1)
        case ast.ListComp(generators=[one]):
            return _are_rows(facts, one.iter, function, steps)
        case ast.Name(id=name):
            given = function.assigned.get(name, [])
            return bool(given) and _are_rows(facts, given[-1], function, steps - 1)
        case _:
            return False


def _gives_rows(facts: Facts, function: Function, steps: int) -> bool:
    annotation = function.node.returns
    if annotation is None:
        return _returns_rows(facts, function, steps)
    kinds = facts.index.typed(annotation, function.module)
    names = [
        (facts.index.symbol(each.value, scope) or "").rpartition(".")[2]
        for each, scope in kinds
        if isinstance(each, ast.Subscript)
    ]
    declared = bool(kinds) and len(names) == len(kinds) and set(names) <= _LISTS
    return declared and _returns_rows(facts, function, steps)


def _is_library(facts: Facts, call: ast.Call, function: Function) -> bool:
    """Whether what is called is no function of the project."""
    return _called(facts, call, function) is None


def _called(facts: Facts, call: ast.Call, function: Function) -> Function | None:
    origin = facts.index.called(call.func, function)
    target = facts.index.definition(origin)
    if isinstance(target, Class):
        return None
    if isinstance(target, Function):
        return target
    owner, _, last = origin.rpartition(".")
    return facts.index.method(owner, last)
