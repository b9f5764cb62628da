"""Which two values are verified against each other, as a password and its hash."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.passwords.checks import STEPS, is_primitive
from fastscaffold.audit.modules import Function, dotted
from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts import Call, Facts


def verified_pairs(facts: Facts) -> dict[Function, set[frozenset[str]]]:
    """The names of a password and its hash, in whatever order, by the functions that verify them.

    A function that is called counts by the parameters that it verifies: one that takes a new
    password as well, and keeps it, verifies the present one alone.
    """
    found: dict[Function, set[frozenset[str]]] = defaultdict(set)
    calls: list[tuple[Call, Function, Function]] = []
    for module in facts.production:
        for function in module.functions.values():
            for call in function.calls:
                origin = facts.index.origin(call)
                target = facts.index.definition(origin)
                if is_primitive(origin):
                    found[function] |= _pair(arguments_of(call.node)[:2])
                elif isinstance(target, Function):
                    calls.append((call, function, target))
    for _ in range(STEPS if found else 0):
        for call, function, target in calls:
            for names in list(found.get(target, ())):
                if all(map(target.takes, names)):
                    given = [call.argument(name, target.position(name)) for name in names]
                    found[function] |= _pair(given)
    return found


def _pair(sides: Iterable[ast.expr | None]) -> set[frozenset[str]]:
    """The names of two values, where both have one."""
    match [bare_name(each) for each in sides]:
        case [first, second] if first and second and first != second:
            return {frozenset({first, second})}
        case _:
            return set()


def bare_name(node: ast.expr | None) -> str:
    """The name of a value, in whatever encoding; nothing where it has none."""
    match node:
        case ast.Call(func=ast.Attribute(value=inner, attr="encode" | "decode" | "strip")):
            return bare_name(inner)
        case ast.Call(func=ast.Name(id="str" | "bytes"), args=[inner, *_]):
            return bare_name(inner)
        case _:
            return dotted(node) or ""
