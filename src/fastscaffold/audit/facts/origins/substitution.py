"""Expressions with others in the place of names, readable where they did not stand."""

from __future__ import annotations

import ast
from copy import copy
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import names_in
from fastscaffold.audit.walking import BELOW, children

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope

# What no scope has a name for: an expression that was moved keeps what it does not decide.
_NOWHERE = "?"


def substituted(node: ast.expr, given: Mapping[str, ast.expr]) -> ast.expr:
    """An expression with what stands for its names; the node itself is not changed."""
    return cast("ast.expr", _replaced(node, given)) if names_in(node) & given.keys() else node


def is_decided(node: ast.expr) -> bool:
    """Whether an expression that was moved means something where it is now."""
    return _NOWHERE not in names_in(node)


def qualified(index: Index, node: ast.expr, scope: Scope, target: Scope) -> ast.expr:
    """An expression of one scope as another one reads it: names of the project by where they are.

    Names of a function alone stand as attributes of it.
    """
    if scope is target:
        return node
    given: dict[str, ast.expr] = {}
    for name in names_in(node):
        if name.startswith("."):
            continue
        symbol = index.named(name, scope)
        holder = scope
        while symbol is None and isinstance(holder, Function):
            if name in holder.assigned or holder.takes(name):
                symbol = f"{holder.symbol}.{name}"
                break
            holder = holder.parent or holder.module
        if symbol is not None and symbol == name:
            continue  # a builtin
        place = ast.Name(f".{symbol}" if symbol is not None else _NOWHERE, ast.Load())
        given[name] = ast.copy_location(place, node)
    return substituted(node, given)


def _replaced(node: ast.AST, given: Mapping[str, ast.expr]) -> ast.AST:
    """What becomes of a node, from the leaves up: depth is the project's choice."""
    made: dict[ast.AST, ast.AST] = {}
    waiting = [node]
    while waiting:
        each = waiting[-1]
        below = [child for child in children(each) if child not in made]
        if below:
            waiting += below
        else:
            made[waiting.pop()] = _stand_in(each, given, made) or _remade(each, made)
    return made[node]


def _stand_in(
    node: ast.AST, given: Mapping[str, ast.expr], made: Mapping[ast.AST, ast.AST]
) -> ast.expr | None:
    """What stands for a whole node, if something does."""
    match node:
        case ast.Name(id=name):
            return given.get(name)
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if is_instance(given.get(name)):
            return given[name]
        case (
            ast.Subscript(value=inner, slice=ast.Constant(value=key))
            | ast.Call(
                func=ast.Attribute(value=inner, attr="get"), args=[ast.Constant(value=key), *_]
            )
        ):
            return entry(made[inner], key)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in given:
            found = [each.value for each in _keywords(given[name]) if each.arg == attribute]
            return found[0] if found else None
        case _:
            return None


def _remade(node: ast.AST, made: Mapping[ast.AST, ast.AST]) -> ast.AST:
    """A node with what its parts have become; itself where they are as they were."""
    if all(made[each] is each for each in children(node)):
        return node
    changed = copy(node)
    vars(changed).pop(BELOW, None)
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            setattr(changed, name, made.get(value, value))
        elif isinstance(value, list):
            parts = cast("list[object]", value)
            news = [made.get(each, each) if isinstance(each, ast.AST) else each for each in parts]
            setattr(changed, name, news)
    return _unpacked(changed) if isinstance(changed, ast.Call) else changed


def _unpacked(node: ast.Call) -> ast.Call:
    """A call with what stands in its ``*`` and ``**`` as arguments of its own."""
    args: list[ast.expr] = []
    for each in node.args:
        held = each.value if isinstance(each, ast.Starred) else None
        args += held.elts if isinstance(held, ast.Tuple | ast.List) else [each]
    keywords: list[ast.keyword] = []
    for keyword in node.keywords:
        pairs = written(keyword.value) if keyword.arg is None else None
        keywords += [keyword] if pairs is None else pairs
    return ast.copy_location(ast.Call(node.func, args, keywords), node)


def written(node: ast.expr) -> list[ast.keyword] | None:
    """The pairs of a mapping that is written down, as keywords."""
    match node:
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords):
            return keywords
        case ast.Dict():
            names = [each.value if isinstance(each, ast.Constant) else None for each in node.keys]
            return [
                ast.keyword(name if isinstance(name, str) else None, value)
                for name, value in zip(names, node.values, strict=True)
            ]
        case _:
            return None


def is_instance(node: ast.expr | None) -> bool:
    """Whether an expression stands for an instance of a class that the project collects."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
            return name.startswith(".")
        case _:
            return False


def _keywords(node: ast.expr) -> list[ast.keyword]:
    return node.keywords if isinstance(node, ast.Call) else []


def entry(held: ast.AST, key: object) -> ast.expr | None:
    """What stands at a key of a mapping or at a place of a list that is written down."""
    match held:
        case ast.Dict():
            for name, value in zip(held.keys, held.values, strict=True):
                if isinstance(name, ast.Constant) and name.value == key:
                    return value
        case ast.Tuple(elts=elts) | ast.List(elts=elts) if isinstance(key, int) and -len(
            elts
        ) <= key < len(elts):
            return elts[key]
        case _:
            pass
    return None
