"""Secrets that a project makes at random and keeps: in a table, a file or its settings."""

from __future__ import annotations

import ast
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.secrets.names import is_secret_name
from fastscaffold.audit.modules import Class, Function, Module, enclosing_class
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.modules import Scope

_DEFAULTS = frozenset({"default", "default_factory", "insert_default", "default_value"})


def is_made(facts: Facts, origin: Origin, least: int) -> bool:
    """Whether what is kept as a key is made of at least some random bytes.

    Args:
        facts: of the project.
        origin: of the key; an empty text counts only where something is kept in its place.
        least: how many bytes.
    """
    made = _made(facts, least)
    if origin.field is not None:
        owner, name = origin.field.owner.symbol, origin.field.name.lower()
        return any(
            name == each and kept is not None and _are_kin(facts, owner, kept)
            for each, kept in made
        )
    own = {each.text.lower() for each in origin.trail if each.rank == 0}
    if origin.kind == "constant":
        is_empty = origin.value == "" and not origin.is_default
        return is_empty and any(each in own and kept is None for each, kept in made)
    return any(
        each in own and (kept is None or _is_only_one(facts, each, kept)) for each, kept in made
    )


def _are_kin(facts: Facts, one: str, other: str) -> bool:
    """Whether one of two classes is, or derives from, the other."""
    return one in facts.index.ancestors(other) or other in facts.index.ancestors(one)


def _is_only_one(facts: Facts, name: str, owner: str) -> bool:
    """Whether no class but one and its kin has a field of a name."""
    return all(
        _are_kin(facts, owner, each.symbol)
        for module in facts.production
        for each in module.classes.values()
        if any(field.name.lower() == name for field in own_fields(each))
    )


@lru_cache(maxsize=2)
def _made(facts: Facts, least: int) -> frozenset[tuple[str, str | None]]:
    """The names of secrets that are given enough random bytes, each with the class it is of."""
    return frozenset(
        (name.lower(), owner)
        for module in facts.production
        for name, owner, value, scope in _given(facts, module)
        if is_secret_name(name.lower()) and _is_random(facts, value, scope, least)
    )


def _given(facts: Facts, module: Module) -> Iterator[tuple[str, str | None, ast.expr, Scope]]:
    """Whatever is kept under a name, the class that it is a field of, and what it is given."""
    scopes: list[Scope] = [module, *module.functions.values(), *module.classes.values()]
    for scope in scopes:
        tree = scope.tree if isinstance(scope, Module) else scope.node
        for node in inside(tree, ast.AnnAssign, ast.Assign, ast.Call, ast.Dict):
            for name, owner, value in _named(facts, node, scope):
                yield name, owner, value, scope


def _named(facts: Facts, node: ast.AST, scope: Scope) -> Iterator[tuple[str, str | None, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for each in targets:
                yield from ((*kept, value) for kept in _target(facts, each, scope))
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from ((*kept, value) for kept in _target(facts, target, scope))
        case ast.Call(keywords=keywords, args=arguments):
            made = facts.index.definition(facts.index.called(node.func, scope))
            owner = made.symbol if isinstance(made, Class) else None
            yield from ((each.arg, owner, each.value) for each in keywords if each.arg is not None)
            # As ``store.set("secret_key", value)`` keeps it.
            for first, second in pairwise(arguments):
                yield from ((name, None, second) for name in _text(first))
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                yield from ((name, None, value) for name in _text(key))
        case _:
            pass


def _target(facts: Facts, target: ast.expr, scope: Scope) -> Iterator[tuple[str, str | None]]:
    """What keeps what it is given; a variable of a function does not."""
    match target:
        case ast.Name(id=name) if isinstance(scope, Class):
            yield name, scope.symbol
        case ast.Name(id=name) if isinstance(scope, Module):
            yield name, None
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
            own = enclosing_class(scope)
            yield name, own.symbol if own is not None else None
        case ast.Attribute(value=holder, attr=name):
            kind = facts.index.definition(facts.index.kind(holder, scope))
            yield name, kind.symbol if isinstance(kind, Class) else None
        case ast.Subscript(slice=key):
            yield from ((name, None) for name in _text(key))
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
