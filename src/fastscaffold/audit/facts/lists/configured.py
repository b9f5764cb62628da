"""Lists that routes answer with and that settings hold: they do not grow with the data."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.lists.held_rows import are_rows
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class
from fastscaffold.audit.nodes import arguments_of, is_empty_list

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Function

_STEPS = 6
# What gives one setting of those that somebody has stored: ``Config().get(Key.PLUGINS)``.
_STORES = frozenset({"conf", "config", "configs", "configuration", "setting", "settings"})


def is_configured(facts: Facts, route: Route) -> bool:
    """Whether all that a route returns is made of settings, and some of it is."""
    values = [each for each in returned(route.function) if not _is_empty(each)]
    if _is_called_settings(facts, route, values):
        return True
    return any(not isinstance(each, ast.Constant) for each in values) and all(
        _is_configured(facts, route.function, each, _STEPS) for each in values
    )


def _is_empty(value: ast.expr) -> bool:
    """Whether an answer holds no rows: ``[]``, and an envelope of that, ``Page(items=[])``."""
    if is_empty_list(value):
        return True
    given = arguments_of(value) if isinstance(value, ast.Call) else []
    return any(map(is_empty_list, given)) and all(
        is_empty_list(each) or isinstance(each, ast.Constant) for each in given
    )


def _is_called_settings(facts: Facts, route: Route, values: list[ast.expr]) -> bool:
    """Whether a route is called one of settings and makes one model, whatever lists that holds.

    The rows of a query grow, whatever they are called.
    """
    named = words(route.function.name)
    if named[:1] == ["list"] or not _STORES & set(named[-1:]):
        return False
    return bool(values) and all(
        isinstance(each, ast.Call)
        and facts.index.class_of(each.func, route.function) is not None
        and not any(are_rows(facts, given, route.function) for given in arguments_of(each))
        for each in values
    )


def _is_configured(facts: Facts, function: Function, node: ast.expr, steps: int) -> bool:
    if steps == 0:
        return False
    match node:
        case ast.Constant():
            return True
        case ast.List(elts=items) | ast.Tuple(elts=items):
            # Into an empty one somebody puts what he finds.
            return bool(items) and all(
                _is_configured(facts, function, each, steps - 1) for each in items
            )
        case ast.BoolOp(op=ast.Or(), values=[first, *others]):
            return _is_configured(facts, function, first, steps - 1) and all(
                is_empty_list(each) or _is_configured(facts, function, each, steps - 1)
                for each in others
            )
        case ast.ListComp(generators=[ast.comprehension(iter=items)]):
            return _is_configured(facts, function, items, steps - 1)
        case ast.Name(id=name) if len(given := function.assigned.get(name, [])) == 1:
            return _is_configured(facts, function, given[0], steps - 1)
        case ast.Call(func=called, args=arguments, keywords=keywords):
            made = facts.index.definition(facts.index.symbol(called, function))
            given = [*arguments, *(each.value for each in keywords)]
            return _is_stored(facts, function, node) or (
                isinstance(made, Class)
                and all(_is_configured(facts, function, each, steps - 1) for each in given)
            )
        case ast.Attribute():
            return is_of_settings(facts, function, node)
        case _:
            return False


def _is_stored(facts: Facts, function: Function, call: ast.Call) -> bool:
    """Whether one setting is asked for, by the name that it has in the source."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=called, args=[]), attr="get"),
            args=[ast.Attribute(value=ast.Name()) | ast.Constant(value=str()), *_],
        ):
            made = facts.index.definition(facts.index.symbol(called, function))
            return isinstance(made, Class) and bool(_STORES & set(words(made.name)))
        case _:
            return False


def is_of_settings(facts: Facts, function: Function, node: ast.Attribute) -> bool:
    """Whether an attribute is a field of settings, or of what a field of settings holds."""
    holder: ast.expr = node.value
    while True:
        kind = facts.index.definition(facts.index.kind(holder, function))
        if isinstance(kind, Class) and kind in facts.settings:
            return True
        if not isinstance(holder, ast.Attribute):
            return False
        holder = holder.value
