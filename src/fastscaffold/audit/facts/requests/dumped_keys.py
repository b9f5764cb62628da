"""Mappings whose keys a model fixes: the fields of a request that are gone through by name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.dumped import dumped
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_VIEWS = frozenset({"copy", "items", "keys", "values"})
_COPIES = frozenset({"dict", "enumerate", "list", "sorted", "tuple"})
_SET_FIELDS = frozenset({"__fields_set__", "model_fields_set"})
# Names lead to callers, and those to names: no more are asked than can be in a moment.
_MAX_STEPS = 4
_MAX_CALLS = 12


def models_of(facts: Facts, node: ast.expr, scope: Scope, steps: int = _MAX_STEPS) -> list[Class]:
    """The models whose fields are the keys of a mapping; none where anything else may be one."""
    if steps == 0:
        return []
    match node:
        case ast.Await(value=inner) | ast.Attribute(value=inner, attr="__dict__"):
            return models_of(facts, inner, scope, steps)
        case ast.Attribute(value=inner, attr=name) if name in _SET_FIELDS:
            return _model(facts, inner, scope)
        case ast.DictComp(generators=[generator]):
            return models_of(facts, generator.iter, scope, steps - 1)
        case ast.Name() if isinstance(scope, Function):
            return _named(facts, node, scope, steps - 1)
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _VIEWS:
            return models_of(facts, inner, scope, steps - 1)
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in _COPIES:
            return _dump(facts, node, scope) or models_of(facts, inner, scope, steps - 1)
        case _:
            return _dump(facts, node, scope)


def classes_given(
    facts: Facts, name: str, function: Function, steps: int = _MAX_STEPS
) -> list[Class]:
    """The classes of what all calls give for a parameter that says nothing of its type."""
    calls = facts.callers.of(function) if function.takes(name) and steps > 0 else []
    found: list[Class] = []
    for call in calls if len(calls) <= _MAX_CALLS else ():
        value = call.argument(name, function.position(name))
        defined = facts.index.definition(facts.index.kind(value, call.scope))
        if isinstance(defined, Class):
            found.append(defined)
            continue
        if not isinstance(value, ast.Name) or call.function is None:
            return []
        further = classes_given(facts, value.id, call.function, steps - 1)
        if not further:
            return []
        found += further
    return found


def _named(facts: Facts, node: ast.Name, function: Function, steps: int) -> list[Class]:
    """Those of what a local name, or a parameter, is given."""
    given = [(each, function) for each in function.assigned.get(node.id, ())]
    placed: list[tuple[ast.expr, Scope]] = [*given]
    if not given and function.takes(node.id):
        calls = facts.callers.of(function)
        for call in calls if len(calls) <= _MAX_CALLS else ():
            value = call.argument(node.id, function.position(node.id))
            if value is None:
                return []
            placed.append((value, call.scope))
    found: list[Class] = []
    for value, scope in placed:
        way = models_of(facts, value, scope, steps)
        if not way:
            return []
        found += way
    return found


def _dump(facts: Facts, node: ast.expr, scope: Scope) -> list[Class]:
    held = dumped(facts.index, node, scope)
    if held is not None:
        return _model(facts, held, scope)
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="dict" | "model_dump")) if (
            isinstance(scope, Function)
        ):
            given = classes_given(facts, name, scope)
            return given if all(_is_closed(facts, each) for each in given) else []
        case _:
            return []


def _model(facts: Facts, node: ast.expr, scope: Scope) -> list[Class]:
    """The model that an object is of, unless clients may add what they like to it."""
    defined = facts.index.definition(facts.index.kind(node, scope))
    return [defined] if isinstance(defined, Class) and _is_closed(facts, defined) else []


def _is_closed(facts: Facts, defined: Class) -> bool:
    """Whether a class is a model to which nobody adds fields."""
    settings = [*defined.assigned.get("model_config", ()), *_inner(defined)]
    return defined in facts.schemas and not any("allow" in unparsed(each) for each in settings)


def _inner(defined: Class) -> list[ast.expr]:
    """What ``class Config`` says of further fields, as pydantic 1 has it."""
    config = defined.module.classes.get(f"{defined.qualname}.Config")
    return [] if config is None else config.assigned.get("extra", [])
