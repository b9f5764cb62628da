"""What of the text of an exception reaches clients by other ways than an ``HTTPException``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.exception_texts import TEXT, held_arguments
from fastscaffold.audit.facts.errors.failures import HTTP, failures, is_exception
from fastscaffold.audit.facts.texts.names import PUTTING
from fastscaffold.audit.facts.walking import nodes_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

# What an exception holds for machines.
_CODES = frozenset({"__class__", "code", "error_code", "headers", "name", "status", "status_code"})


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
