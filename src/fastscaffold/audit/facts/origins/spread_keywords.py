"""Calls whose keywords stand elsewhere: ``**told["items"]``, ``**asdict(Told())``."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.dumped import dumped
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.origins.nodes import default_of
from fastscaffold.audit.facts.origins.substitution import entry, qualified, written
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
    keywords = _Spread(index, call.scope).read(call.node.keywords, call.scope, _STEPS)
    node = ast.Call(call.node.func, call.node.args, keywords)
    return replace(call, node=ast.copy_location(node, call.node))


class _Spread:
    """What one call is given, as its scope reads it: of each mapping once.

    A mapping that comes again tells nothing more, and where mappings hold each other many times
    there are more ways than time.
    """

    def __init__(self, index: Index, target: Scope) -> None:
        self.index = index
        self.target = target
        self.seen: set[ast.expr] = set()

    def read(self, keywords: list[ast.keyword], scope: Scope, steps: int) -> list[ast.keyword]:
        """Keywords of one scope as the target reads them."""
        found: list[ast.keyword] = []
        for each in keywords:
            told = None
            if each.arg is None and steps:
                told = self._of_mapping(each.value, scope, steps - 1)
            if told is None:
                value = qualified(self.index, each.value, scope, self.target)
                told = [ast.keyword(each.arg, value)]
            found += told
        return found

    def _of_mapping(self, node: ast.expr, scope: Scope, steps: int) -> list[ast.keyword] | None:
        value, holder = _resolved(self.index, node, scope, steps)
        if value in self.seen:
            return []
        self.seen.add(value)
        pairs = written(value)
        if pairs is not None:
            return self.read(pairs, holder, steps)
        held = dumped(self.index, value, holder)
        kind = self.index.kind(held, holder) if held is not None else None
        defined = self.index.definition(kind)
        if not isinstance(defined, Class):
            return None
        given = list(held.keywords) if isinstance(held, ast.Call) else []
        found = self.read(given, holder, steps)
        names = {each.arg for each in found}
        for name, field in all_fields(self.index, defined).items():
            default = default_of(field.value)
            if default is not None and name not in names:
                default = qualified(self.index, default, field.module, self.target)
                found.append(ast.keyword(name, default))
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
