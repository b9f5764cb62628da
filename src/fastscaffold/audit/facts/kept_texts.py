"""What functions put into mappings of their module that routes answer with later."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.told_errors import passed_on
from fastscaffold.audit.facts.walking import returned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

# The symbol of a mapping, and the key of what it holds; None for all of it.
Entry: TypeAlias = "tuple[str, str | None]"

_TAKING = frozenset({"copy", "get", "items", "pop", "values"})
_MAPPINGS = frozenset({"OrderedDict", "TTLCache", "WeakValueDictionary", "defaultdict", "dict"})
_STEPS = 6


def kept_for_routes(facts: Facts, function: Function, node: ast.AST) -> ast.expr | None:
    """What a statement keeps in a mapping, where a route answers with that."""
    match node:
        case ast.Assign(targets=[ast.Subscript(value=held, slice=key)], value=value):
            store = _store(facts, function, held)
            return _told(facts, store, key, value) if store is not None else None
        case ast.Call(func=ast.Attribute(value=held, attr="update"), args=given, keywords=named):
            store = _store(facts, function, held)
            if store is None:
                return None
            told = [_told(facts, store, None, each) for each in given]
            told += [_told(facts, store, ast.Constant(k.arg), k.value) for k in named if k.arg]
            return next((each for each in told if each is not None), None)
        case _:
            return None


def _told(facts: Facts, store: str, key: ast.expr | None, value: ast.expr) -> ast.expr | None:
    """What of a value that is kept is answered with."""
    entries = _answered(facts)
    if (store, None) in entries:
        return value
    if isinstance(value, ast.Dict):
        for name, each in zip(value.keys, value.values, strict=True):
            if isinstance(name, ast.Constant) and (store, name.value) in entries:
                return each
    is_told = isinstance(key, ast.Constant) and (store, key.value) in entries
    return value if is_told else None


@lru_cache(maxsize=2)
def _answered(facts: Facts) -> frozenset[Entry]:
    """The mappings of modules that routes answer with, whole or by some of their keys."""
    endpoints = {route.function for route in facts.routes if not route.is_websocket}
    return frozenset(
        entry
        for function in endpoints | passed_on(facts)
        for value in returned(function)
        for entry in _entries(facts, function, value, _STEPS)
    )


def _entries(facts: Facts, function: Function, value: ast.expr, steps: int) -> Iterator[Entry]:
    """What of such mappings a body holds."""
    if steps == 0:
        return
    store = _store(facts, function, value)
    if store is not None:
        yield store, _key(value)
        return
    parts: list[ast.expr] = []
    match value:
        case ast.Dict(values=parts) | ast.BoolOp(values=parts):
            pass
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            pass
        case ast.IfExp(body=body, orelse=otherwise):
            parts = [body, otherwise]
        case ast.Await(value=inner) | ast.Starred(value=inner):
            parts = [inner]
        case ast.ListComp(generators=[made, *_]) | ast.DictComp(generators=[made, *_]):
            parts = [made.iter]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=named):
            is_passed = name[:1].isupper() or name in {"dict", "jsonable_encoder", "list"}
            parts = [*args, *(each.value for each in named)] if is_passed else []
        case ast.Name(id=name):
            parts = function.assigned.get(name, [])
        case _:
            pass
    for each in parts:
        yield from _entries(facts, function, each, steps - 1)


def _key(value: ast.expr) -> str | None:
    """The key that is asked for, where it is written down."""
    match value:
        case (
            ast.Subscript(slice=ast.Constant(value=str() as key))
            | ast.Call(
                func=ast.Attribute(attr="get" | "pop"), args=[ast.Constant(value=str() as key), *_]
            )
        ):
            return key
        case _:
            return None


def _store(facts: Facts, function: Function, node: ast.expr, steps: int = _STEPS) -> str | None:
    """The mapping of a module that an expression is, or is an entry of."""
    match node:
        case ast.Subscript(value=held) | ast.Await(value=held):
            return _store(facts, function, held, steps - 1) if steps else None
        case ast.Call(func=ast.Attribute(value=held, attr=name)) if name in _TAKING and steps:
            return _store(facts, function, held, steps - 1)
        case ast.Name(id=name) if name in function.assigned and steps:
            given = function.assigned[name]
            return _store(facts, function, given[0], steps - 1) if len(given) == 1 else None
        case ast.Name():
            symbol = facts.index.symbol(node, function)
            values = facts.index.values_of(symbol)
            return symbol if any(_is_mapping(each) for each, _ in values) else None
        case _:
            return None


def _is_mapping(node: ast.expr) -> bool:
    match node:
        case ast.Dict():
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _MAPPINGS
        case _:
            return False
