"""Secrets that a project makes at random and keeps: in a table, a file or its settings."""

from __future__ import annotations

import ast
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.secrets import is_secret_name
from fastscaffold.audit.modules import Function, Module
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origin import Origin
    from fastscaffold.audit.modules import Scope

_DEFAULTS = frozenset({"default", "default_factory", "insert_default", "default_value"})


def is_made(facts: Facts, origin: Origin, least: int) -> bool:
    """Whether what is kept under the name of a key is made of at least some random bytes."""
    if origin.kind == "constant" and origin.value != "":
        return False
    own = {each.text.lower() for each in origin.trail if each.rank == 0}
    return not own.isdisjoint(_made(facts, least))


@lru_cache(maxsize=2)
def _made(facts: Facts, least: int) -> frozenset[str]:
    """The names of secrets that are given at least some random bytes, in lower case."""
    return frozenset(
        name
        for module in facts.production
        for name, value, scope in _given(module)
        if is_secret_name(name) and _is_random(facts, value, scope, least)
    )


def _given(module: Module) -> Iterator[tuple[str, ast.expr, Scope]]:
    """Whatever has a name, and what it is given."""
    scopes: list[Scope] = [module, *module.functions.values(), *module.classes.values()]
    for scope in scopes:
        tree = scope.tree if isinstance(scope, Module) else scope.node
        for node in inside(tree):
            for name, value in _named(node):
                yield name.lower(), value, scope


def _named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((name, value) for each in targets for name in _name(each))
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from ((name, value) for name in _name(target))
        case ast.Call(keywords=keywords, args=arguments):
            yield from ((each.arg, each.value) for each in keywords if each.arg is not None)
            # As ``store.set("secret_key", value)`` keeps it.
            for first, second in pairwise(arguments):
                yield from ((name, second) for name in _text(first))
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                yield from ((name, value) for name in _text(key))
        case _:
            pass


def _name(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name
        case ast.Subscript(slice=key):
            yield from _text(key)
        case _:
            pass


def _text(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _is_random(facts: Facts, value: ast.expr, scope: Scope, least: int) -> bool:
    return any(
        origin.kind == "generated" and isinstance(origin.value, int) and origin.value >= least
        for node in _defaults(facts, value, scope)
        for origin in facts.origins.of(node, scope)
    )


def _defaults(facts: Facts, value: ast.expr, scope: Scope) -> Iterator[ast.expr]:
    """What is given itself, or what a column or a field is given where nothing else is."""
    given = [value]
    if isinstance(value, ast.Call):
        given += [each.value for each in value.keywords if each.arg in _DEFAULTS]
    for each in given:
        if isinstance(each, ast.Lambda):
            yield each.body
        elif isinstance(facts.index.definition(facts.index.symbol(each, scope)), Function):
            yield ast.copy_location(ast.Call(each, [], []), each)
        else:
            yield each
