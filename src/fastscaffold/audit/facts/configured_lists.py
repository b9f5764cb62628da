"""Lists that routes answer with and that settings hold: they do not grow with the data."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Function


def is_configured(facts: Facts, route: Route) -> bool:
    """Whether all that a route returns is made of settings, and some of it is."""
    values = list(returned(route.function))
    return any(not isinstance(each, ast.Constant) for each in values) and all(
        _is_configured(facts, route.function, each) for each in values
    )


def _is_configured(facts: Facts, function: Function, node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return all(_is_configured(facts, function, each) for each in items)
        case ast.Call(func=called, args=arguments, keywords=keywords):
            made = facts.index.definition(facts.index.symbol(called, function))
            given = [*arguments, *(each.value for each in keywords)]
            return isinstance(made, Class) and all(
                _is_configured(facts, function, each) for each in given
            )
        case ast.Attribute():
            return is_of_settings(facts, function, node)
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
