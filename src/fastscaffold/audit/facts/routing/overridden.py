"""What production puts in the place of dependencies that its routes name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Module
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function, Scope


def overriding(facts: Facts) -> Iterator[tuple[str, Function]]:
    """What each dependency is called, and what runs instead.

    ``app.dependency_overrides[a] = provider.a``, in which the first may be a class that only marks.
    """
    for module in facts.production:
        if not any("dependency_overrides" in line for line in module.lines):
            continue
        scopes: list[Module | Function] = [module, *module.functions.values()]
        for scope in scopes:
            for key, value in _pairs(scope.tree if isinstance(scope, Module) else scope.node):
                named, given = _function(facts, key, scope), _function(facts, value, scope)
                symbol = named.symbol if named else facts.index.symbol(key, scope)
                if symbol is not None and given is not None:
                    yield symbol, given


def _pairs(holder: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in inside(holder, ast.Assign, ast.Call):
        match node:
            case ast.Assign(
                targets=[
                    ast.Subscript(value=ast.Attribute(attr="dependency_overrides"), slice=key)
                ],
                value=value,
            ):
                yield key, value
            case (
                ast.Assign(
                    targets=[ast.Attribute(attr="dependency_overrides")],
                    value=ast.Dict(keys=keys, values=values),
                )
                | ast.Call(
                    func=ast.Attribute(
                        value=ast.Attribute(attr="dependency_overrides"), attr="update"
                    ),
                    args=[ast.Dict(keys=keys, values=values)],
                )
            ):
                for name, value in zip(keys, values, strict=True):
                    if name is not None:
                        yield name, value
            case _:
                pass


def _function(facts: Facts, node: ast.expr, scope: Scope) -> Function | None:
    if isinstance(node, ast.Attribute):
        kind = facts.index.kind(node.value, scope)
        method = facts.index.method(kind, node.attr) if kind is not None else None
        if method is not None:
            return method
    return facts.index.function_of(node, scope)
