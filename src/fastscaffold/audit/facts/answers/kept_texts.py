"""What functions put into mappings of their module that routes answer with later."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fastscaffold.audit.facts.answers.passed_results import passed_on
from fastscaffold.audit.facts.walking import returned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.facts import Facts, Function

# The symbol of a mapping, and the key of what it holds; None for all of it.
Entry: TypeAlias = "tuple[str, str | None]"

_TAKING = frozenset({"copy", "get", "items", "pop", "values"})
_MAPPINGS = frozenset({"OrderedDict", "TTLCache", "WeakValueDictionary", "defaultdict", "dict"})
# What gives the same entries one by one.
_LISTING = frozenset({"enumerate", "list", "reversed", "sorted", "tuple"})
_STEPS = 6


class _View(NamedTuple):
    """Where an expression stands, and what the names of comprehensions around it go through."""

    facts: Facts
    function: Function
    looped: Mapping[str, ast.expr]


def kept_for_routes(facts: Facts, function: Function, node: ast.AST) -> ast.expr | None:
    """What a statement keeps in a mapping, where a route answers with that."""
    match node:
        case ast.Assign(targets=[ast.Subscript(value=held, slice=key)], value=value):
            store = _store(_View(facts, function, {}), held)
            return _told(facts, store, key, value) if store is not None else None
        case ast.Call(func=ast.Attribute(value=held, attr="update"), args=given, keywords=named):
            store = _store(_View(facts, function, {}), held)
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
        for entry in _entries(_View(facts, function, {}), value, _STEPS)
    )


def _entries(view: _View, value: ast.expr, steps: int) -> Iterator[Entry]:
    """What of such mappings a body holds."""
    if steps == 0 or (_is_listing(value) and _gives_keys(view, value)):
        return
    # A name is what it is given, which may be one key of an entry.
    named = _named(view, value)
    store = _store(view, value) if named is None else None
    if store is not None:
        yield store, _key(value)
        return
    inner = view
    if isinstance(value, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        for made in value.generators:
            inner = inner._replace(looped={**inner.looped, **_looped(inner, made)})
    for each in named if named is not None else _parts(value):
        yield from _entries(inner, each, steps - 1)


def _parts(value: ast.expr) -> list[ast.expr]:
    """What a body is made of: of comprehensions the elements, whatever they go through."""
    match value:
        case ast.Dict(values=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case ast.IfExp(body=body, orelse=otherwise):
            return [body, otherwise]
        case ast.Await(value=inner) | ast.Starred(value=inner):
            return [inner]
        case ast.ListComp(elt=inner) | ast.SetComp(elt=inner) | ast.GeneratorExp(elt=inner):
            return [inner]
        case ast.DictComp(key=key, value=inner):
            return [key, inner]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=named):
            is_passed = name[:1].isupper() or name in {"dict", "jsonable_encoder", "list"}
            return [*args, *(each.value for each in named)] if is_passed else []
        case _:
            return []


def _named(view: _View, node: ast.expr) -> list[ast.expr] | None:
    """What a name of a function is given, or goes through; None for any other expression."""
    if not isinstance(node, ast.Name):
        return None
    if node.id in view.looped:
        return [view.looped[node.id]]
    return view.function.assigned.get(node.id)


def _looped(view: _View, made: ast.comprehension) -> Mapping[str, ast.expr]:
    """The name that is an entry of a mapping in turn, if it is no key of it."""
    match made.target:
        case ast.Tuple(elts=[_, ast.Name(id=name)]):
            return {name: made.iter}
        case ast.Name(id=name):
            return {} if _gives_keys(view, made.iter) else {name: made.iter}
        case _:
            return {}


def _is_listing(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[_, *_]):
            return name in _LISTING
        case _:
            return False


def _gives_keys(view: _View, node: ast.expr, steps: int = _STEPS) -> bool:
    """Whether a mapping of a module is gone through by itself."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in _LISTING and steps:
            return _gives_keys(view, inner, steps - 1)
        case ast.Call(func=ast.Attribute(value=inner, attr="copy")) if steps:
            return _gives_keys(view, inner, steps - 1)
        case ast.Name(id=name) if name not in view.looped and steps:
            given = view.function.assigned.get(name)
            return given is None or any(_gives_keys(view, each, steps - 1) for each in given)
        case _:
            return False


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


def _store(view: _View, node: ast.expr, steps: int = _STEPS) -> str | None:
    """The mapping of a module that an expression is, or is an entry of."""
    if steps == 0:
        return None
    match node:
        case ast.Subscript(value=held) | ast.Await(value=held):
            return _store(view, held, steps - 1)
        case ast.Call(func=ast.Attribute(value=held, attr=name)) if name in _TAKING:
            return _store(view, held, steps - 1)
        case ast.Call(func=ast.Name(id=name), args=[held, *_]) if name in _LISTING:
            return _store(view, held, steps - 1)
        case ast.Name():
            given = _named(view, node)
            if given is not None:
                return _store(view, given[0], steps - 1) if len(given) == 1 else None
            symbol = view.facts.index.symbol(node, view.function)
            values = view.facts.index.values_of(symbol)
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
