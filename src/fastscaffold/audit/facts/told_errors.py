"""What of the text of an exception reaches clients by other ways than an ``HTTPException``."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answer_parts import handed_on
from fastscaffold.audit.facts.exception_texts import TEXT, held_arguments
from fastscaffold.audit.facts.failures import HTTP, failures, is_exception
from fastscaffold.audit.facts.handed import run_by
from fastscaffold.audit.facts.mcp_tools import mcp_tools
from fastscaffold.audit.facts.named_methods import method_by_name
from fastscaffold.audit.facts.text_names import PUTTING
from fastscaffold.audit.facts.walking import nodes_of, own_nodes, returned, unpacked
from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts

# What an exception holds for machines.
_CODES = frozenset({"__class__", "code", "error_code", "headers", "name", "status", "status_code"})
_DEPTH = 3


def answered_arguments(facts: Facts, symbol: str | None, made: ast.Call) -> list[ast.expr]:
    """What an exception of the project is made with that handlers of it answer with."""
    if symbol is None or facts.index.definition(symbol) is None or not is_exception(facts, symbol):
        return []
    handlers = [each.function for each in failures(facts).handlers.of(facts, symbol)]
    told = {
        name
        for handler in handlers
        if handler is not None
        for name in _told(facts, handler, handler.positional[1:2])
    }
    if facts.index.is_a(symbol, HTTP) and all(each is None for each in handlers):
        told.add("detail")
    return held_arguments(facts, made, symbol, frozenset(told)) if told else []


@lru_cache(maxsize=2)
def passed_on(facts: Facts) -> frozenset[Function]:
    """Functions whose results routes answer with, or errors of HTTP tell, whole or in part."""
    found: set[Function] = set()
    waiting = [route.function for route in facts.routes if not route.is_websocket]
    waiting += mcp_tools(facts)
    for step in range(_DEPTH):
        called = {each for function in waiting for each in _results(facts, function)}
        if step == 0:
            called |= _told_of_failures(facts)
        waiting = [each for each in called if each not in found]
        found.update(waiting)
    return frozenset(found)


def _told(facts: Facts, function: Function, names: list[str], steps: int = 2) -> Iterator[str]:
    """The attributes of an exception that an answer is made of, and ``TEXT`` for its text."""
    for node in _answering(function.node.body):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in names:
                if attribute not in _CODES:
                    yield attribute
            case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=name), each, *_]):
                if name in names and isinstance(each, ast.Constant) and each.value not in _CODES:
                    yield str(each.value)
            case ast.FormattedValue(value=ast.Name(id=name)) if name in names:
                yield TEXT
            case ast.Call():
                yield from _told_by(facts, function, node, names, steps)
            case _:
                pass


def _told_by(
    facts: Facts, function: Function, call: ast.Call, names: list[str], steps: int
) -> Iterator[str]:
    """What a call that is given the exception makes of it."""
    given = {place: each.id for place, each in enumerate(call.args) if isinstance(each, ast.Name)}
    if not set(given.values()) & set(names):
        return
    if facts.index.called(call.func, function) in {"str", "repr"}:
        yield TEXT
    helper = facts.index.function_of(call.func, function)
    if helper is None or steps == 0:
        return
    for place, name in given.items():
        if name in names and place < len(helper.positional):
            yield from _told(facts, helper, [helper.positional[place]], steps - 1)


def _answering(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of statements but of calls whose results nobody takes, as what is logged."""
    unused: set[int] = set()
    for node in nodes_of(statements):
        if isinstance(node, ast.Expr) and not _puts(node.value):
            unused.update(id(each) for each in walk(node))
        if id(node) not in unused:
            yield node


def _puts(value: ast.expr) -> bool:
    """Whether an expression puts something into what is answered with later."""
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in PUTTING
    )


def _told_of_failures(facts: Facts) -> set[Function]:
    """Functions with whose results errors of HTTP are made, as ``detail=result["error"]`` is."""
    return {
        each
        for module in facts.production
        for function in module.functions.values()
        for node in own_nodes(function, ast.Raise)
        if isinstance(node.exc, ast.Call)
        if facts.index.is_a(facts.index.kind(node.exc, function), HTTP)
        for each in _results(facts, function, arguments_of(node.exc))
        # What is given the exception is judged where that is caught.
        if not _takes_exception(facts, each)
    }


def _takes_exception(facts: Facts, function: Function) -> bool:
    symbols = [
        facts.index.annotated(argument.annotation, function.module) or ""
        for argument, _ in function.parameters()
    ]
    return any(each.endswith(("Error", "Exception")) for each in symbols)


def _results(
    facts: Facts, function: Function, values: Iterable[ast.expr] | None = None
) -> Iterator[Function]:
    """The functions of the project whose results a function returns, or some values are."""
    calls = {call.node: run_by(facts).get(call.node, call) for call in function.calls}
    for value in returned(function) if values is None else values:
        # `succeeded, message = send()`
        names = [each.id for each in walk(value) if isinstance(each, ast.Name)]
        names = [each for each in names if each not in function.assigned]
        parts = [call for name in names for call, _ in unpacked(function, name)]
        for each in (*handed_on(function, value), *parts):
            call = calls.get(each)
            target = facts.callers.target(call) if call is not None else None
            if call is not None and target is None:
                target = method_by_name(facts, call)
            if isinstance(target, Function):
                yield target
