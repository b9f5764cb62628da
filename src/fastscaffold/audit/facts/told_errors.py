"""What of the text of an exception reaches clients by other ways than an ``HTTPException``."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.failures import failures, is_exception
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

# What an exception holds for machines.
_CODES = frozenset({"__class__", "code", "error_code", "headers", "name", "status", "status_code"})
_DEPTH = 3


def is_answered_with_text(facts: Facts, symbol: str | None) -> bool:
    """Whether a handler of an exception of the project answers with what it was made with."""
    if symbol is None or facts.index.definition(symbol) is None or not is_exception(facts, symbol):
        return False
    return any(
        each.function is not None and _tells_text(facts, each.function)
        for each in failures(facts).handlers.of(facts, symbol)
    )


@lru_cache(maxsize=2)
def passed_on(facts: Facts) -> frozenset[Function]:
    """Functions whose results routes answer with, whole or as a part of the answer."""
    found: set[Function] = set()
    waiting = [route.function for route in facts.routes if not route.is_websocket]
    for _ in range(_DEPTH):
        called = {each for function in waiting for each in _results(facts, function)}
        waiting = [each for each in called if each not in found]
        found.update(waiting)
    return frozenset(found)


def _tells_text(facts: Facts, handler: Function) -> bool:
    """Whether a handler makes a text of the exception, or takes one out of it."""
    names = handler.positional[1:2]
    for node in own_nodes(handler):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in names:
                if attribute not in _CODES:
                    return True
            case ast.Call(args=[ast.Name(id=name), *_]) if name in names:
                if facts.index.called(node.func, handler) in {"str", "repr"}:
                    return True
            case ast.FormattedValue(value=ast.Name(id=name)) if name in names:
                return True
            case _:
                pass
    return False


def _results(facts: Facts, function: Function) -> Iterator[Function]:
    """The functions of the project whose results a function returns."""
    calls = {id(call.node): call for call in function.calls}
    for value in returned(function):
        for each in _parts(function, value):
            call = calls.get(id(each))
            target = facts.callers.target(call) if call is not None else None
            if isinstance(target, Function):
                yield target


def _parts(function: Function, value: ast.expr, steps: int = 4) -> Iterator[ast.expr]:
    """An expression, and what it hands on as it is: of a mapping or of what is made of it."""
    if steps == 0:
        return
    inner: list[ast.expr] = []
    match value:
        case ast.Await():
            inner = [value.value]
        case ast.Name(id=name):
            inner = function.assigned.get(name, [])
        case ast.Dict():
            inner = value.values
        case ast.Call():
            yield value
            if isinstance(value.func, ast.Name) and value.func.id[:1].isupper():
                inner = [*value.args, *(each.value for each in value.keywords)]
        case _:
            pass
    for each in inner:
        yield from _parts(function, each, steps - 1)
