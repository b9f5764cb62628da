"""Calls whose keywords stand elsewhere: ``**told["items"]``, ``**asdict(Told())``."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.dumped import dumped
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.origin_nodes import default_of
from fastscaffold.audit.facts.substitution import entry, qualified, written
from fastscaffold.audit.modules import Class

if TYPE_CHECKING:
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call, Scope

_Placed: TypeAlias = "tuple[ast.expr, Scope]"
_STEPS = 4


def with_spread(index: Index, call: Call) -> Call:
    """A call with what its ``**`` stands for as keywords, as far as that is written down."""
    if all(each.arg is not None for each in call.node.keywords):
        return call
    keywords = _spread(index, call.node.keywords, call.scope, call.scope, _STEPS)
    node = ast.Call(call.node.func, call.node.args, keywords)
    return replace(call, node=ast.copy_location(node, call.node))


def _spread(
    index: Index, keywords: list[ast.keyword], scope: Scope, target: Scope, steps: int
) -> list[ast.keyword]:
    """Keywords of one scope as another one reads them."""
    found: list[ast.keyword] = []
    for each in keywords:
        told = None
        if each.arg is None and steps:
            told = _of_mapping(index, each.value, scope, target, steps - 1)
        if told is None:
            told = [ast.keyword(each.arg, qualified(index, each.value, scope, target))]
        found += told
    return found


def _of_mapping(
    index: Index, node: ast.expr, scope: Scope, target: Scope, steps: int
) -> list[ast.keyword] | None:
    value, holder = _resolved(index, node, scope, steps)
    pairs = written(value)
    if pairs is not None:
        return _spread(index, pairs, holder, target, steps)
    held = dumped(index, value, holder)
    defined = index.definition(index.kind(held, holder)) if held is not None else None
    if not isinstance(defined, Class):
        return None
    given = list(held.keywords) if isinstance(held, ast.Call) else []
    found = _spread(index, given, holder, target, steps)
    names = {each.arg for each in found}
    for name, field in all_fields(index, defined).items():
        default = default_of(field.value)
        if default is not None and name not in names:
            found.append(ast.keyword(name, qualified(index, default, field.module, target)))
    return found


def _resolved(index: Index, node: ast.expr, scope: Scope, steps: int) -> _Placed:
    """What a name, or an entry of a mapping, stands for where there is one thing only."""
    if steps == 0:
        return node, scope
    match node:
        case ast.Name() | ast.Attribute():
            values = index.values_of(index.symbol(node, scope))
            return _resolved(index, *values[0], steps - 1) if len(values) == 1 else (node, scope)
        case (
            ast.Subscript(value=held, slice=ast.Constant(value=key))
            | ast.Call(
                func=ast.Attribute(value=held, attr="get"), args=[ast.Constant(value=key), *_]
            )
        ):
            mapping, holder = _resolved(index, held, scope, steps - 1)
            value = entry(mapping, key)
            return (node, scope) if value is None else _resolved(index, value, holder, steps - 1)
        case _:
            return node, scope
