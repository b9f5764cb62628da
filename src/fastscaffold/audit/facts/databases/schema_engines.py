"""Engines that only make or drop tables, beside what the application queries with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.usage import mentioning
from fastscaffold.audit.modules import Function, last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.databases.databases import Engine
    from fastscaffold.audit.modules import Module, Scope

_OF_TABLES = frozenset({"create_all", "drop_all", "inspect", "reflect"})
_OF_DATABASES = frozenset({"create_database", "database_exists", "drop_database"})
_MAKING = _OF_TABLES | _OF_DATABASES
_CONNECTING = frozenset({"begin", "connect"})


def only_makes_tables(facts: Facts, engine: Engine) -> bool:
    """Whether an engine that blocks does nothing else, while something else awaits."""
    if engine.is_async or not (facts.stores.awaits or facts.stores.async_orm):
        return False
    found = [_is_of_tables(*each) for each in _uses(facts, engine)]
    return bool(found) and all(found)


def _uses(facts: Facts, engine: Engine) -> Iterator[tuple[ast.expr, ast.AST]]:
    """Where it is named after it was made, and the tree that this stands in."""
    scope = engine.call.scope
    names = [
        name
        for name, values in scope.assigned.items()
        if any(value is engine.call.node for value in values)
    ]
    for name in names:
        if isinstance(scope, Function):
            yield from ((each, scope.node) for each in _named(scope.node, name))
            continue
        symbol = facts.index.made_in(engine.call.module, name)
        for module in mentioning(facts.production, name):
            yield from ((each, module.tree) for each in _standing_for(facts, module, symbol))


def _named(tree: ast.AST, name: str) -> Iterator[ast.expr]:
    for node in walk(tree):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            yield node


def _standing_for(facts: Facts, module: Module, symbol: str) -> Iterator[ast.expr]:
    for node in walk(module.tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            scopes: list[Scope] = [module, *_importing(module)]
            if any(facts.index.symbol(node, scope) == symbol for scope in scopes):
                yield node


def _importing(module: Module) -> list[Function]:
    """Functions that import what they name."""
    return [
        each
        for each in module.functions.values()
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in walk(each.node))
    ]


def _is_of_tables(use: ast.expr, tree: ast.AST) -> bool:
    """Whether a use is that of what makes tables, or of a connection for it, or the end."""
    for node in walk(tree):
        match node:
            case ast.Call() if last_called(node) in _MAKING:
                given = arguments_of(node)
                if any(part is use for each in given for part in walk(each)):
                    return True
            case ast.Attribute(value=value, attr="dispose") if value is use:
                return True
            case ast.With(items=items, body=body):
                for item in items:
                    if _connects(item, use):
                        return _makes_tables(item.optional_vars, body)
            case _:
                pass
    return False


def _connects(item: ast.withitem, use: ast.expr) -> bool:
    match item.context_expr:
        case ast.Call(func=ast.Attribute(value=value, attr=attribute)):
            return value is use and attribute in _CONNECTING
        case _:
            return False


def _makes_tables(connection: ast.expr | None, body: list[ast.stmt]) -> bool:
    """Whether a connection is given to what makes tables, and to nothing else."""
    if not isinstance(connection, ast.Name):
        return False
    uses = [use for each in body for use in _named(each, connection.id)]
    made = {
        id(each)
        for statement in body
        for node in walk(statement)
        if isinstance(node, ast.Call) and last_called(node) in _MAKING
        for each in arguments_of(node)
    }
    return bool(uses) and all(id(each) in made for each in uses)
