"""Texts of exceptions that are sent to clients."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.kept_texts import kept_for_routes
from fastscaffold.audit.facts.answers.parts import ERRORS
from fastscaffold.audit.facts.answers.passed_results import answered_parts, passed_on
from fastscaffold.audit.facts.answers.streamed import streamed
from fastscaffold.audit.facts.answers.streamed_queues import streamed_item
from fastscaffold.audit.facts.errors.embedded_errors import embedding
from fastscaffold.audit.facts.errors.failures import HTTP, is_exception
from fastscaffold.audit.facts.errors.leaks import Leak, all_caught, is_telling, leaks_of
from fastscaffold.audit.facts.errors.told_errors import answered_arguments
from fastscaffold.audit.facts.requests.models import answered
from fastscaffold.audit.facts.routing.graphql import is_graphql_error, is_graphql_type
from fastscaffold.audit.facts.routing.mcp_tools import mcp_tools
from fastscaffold.audit.facts.running.narrowed import narrowed
from fastscaffold.audit.facts.running.raising_helpers import told_to_helper
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

_RESPONSES = (
    "JSONResponse",
    "ORJSONResponse",
    "UJSONResponse",
    "PlainTextResponse",
    "HTMLResponse",
)


def check(facts: Facts) -> Iterator[Hit]:
    """Texts of exceptions in the detail of an error, in a response, or in what a route returns."""
    endpoints = {route.function for route in facts.routes if not route.is_websocket}
    endpoints |= mcp_tools(facts)
    for module in facts.production:
        for function in module.functions.values():
            leaks = leaks_of(facts, function, embedding(facts))
            if leaks:
                yield from _reached(facts, function, leaks, is_endpoint=function in endpoints)
    for app in facts.apps:
        debug = app.call.argument("debug")
        if debug is not None and facts.values.fold(debug, app.call.scope) is True:
            message = "An application in debug mode answers with the traceback of what fails."
            yield hit(app.call.module, debug, message)


def _reached(
    facts: Facts, function: Function, leaks: list[Leak], *, is_endpoint: bool
) -> Iterator[Hit]:
    seen: set[int] = set()
    for node in own_nodes(function):
        sink = _sink(facts, function, node, is_endpoint=is_endpoint)
        if sink is None:
            continue
        parts = _parts(facts, function, sink, node, is_endpoint=is_endpoint)
        for leak, shown in all_caught(facts, function, sink, leaks, parts):
            if id(leak.scope) not in seen and not _is_own_text(facts, function, leak, sink):
                seen.add(id(leak.scope))
                message = f"The text of {leak.what} is sent to the client."
                yield hit(function.module, shown, message, function.symbol)


def _sink(facts: Facts, function: Function, node: ast.AST, *, is_endpoint: bool) -> ast.expr | None:
    """What is sent to the client by a node."""
    kept = kept_for_routes(facts, function, node) or streamed_item(facts, function, node)
    if kept is not None:
        return kept
    match node:
        case ast.Raise(exc=ast.Call() as made):
            symbol = facts.index.kind(made, function)
            own = facts.index.definition(symbol) is not None
            is_http = facts.index.is_a(symbol, HTTP)
            if is_http and (not own or is_exception(facts, symbol)):
                return made
            if is_graphql_error(facts, symbol):
                return made
            if facts.index.function_of(made.func, function) is not None:
                # What makes the exception decides what it says.
                return None
            return made if answered_arguments(facts, symbol, made) else None
        case ast.Raise(exc=ast.Name() as name):
            last_made = _made_before(function, name)
            again = ast.Raise(exc=last_made)
            return last_made and _sink(facts, function, again, is_endpoint=is_endpoint)
        case ast.Call():
            last = facts.index.called(node.func, function).rpartition(".")[2]
            is_sent = last in _RESPONSES or _told_by(facts, function, node)
            return node if is_sent else None
        case ast.Yield(value=ast.expr() as value) if function in streamed(facts):
            return value
        case ast.Return(value=ast.expr() as value):
            if is_endpoint or _is_answered(facts, function, value):
                return value
            return value if answered_parts(facts, function, value) else None
        case _:
            return None


def _is_answered(facts: Facts, function: Function, value: ast.expr) -> bool:
    """Whether all that a function returns is told to clients."""
    if function in passed_on(facts):
        return True
    if not isinstance(value, ast.Call):
        return False
    symbol = facts.index.kind(value, function)
    # Whoever calls a function that makes an error raises it.
    is_http = facts.index.is_a(symbol, HTTP) and bool(facts.callers.of(function))
    return is_http or _is_answer(facts, symbol)


def _told_by(facts: Facts, function: Function, call: ast.Call) -> list[ast.expr]:
    """What a call gives a helper that raises with it, or a model of responses for its errors."""
    told = told_to_helper(facts, function, call)
    if not told and _is_answer(facts, facts.index.kind(call, function)):
        told = [each.value for each in call.keywords if each.arg and ERRORS.search(each.arg)]
    return told


def _is_answer(facts: Facts, symbol: str | None) -> bool:
    """Whether a class is a model of responses, or a type that resolvers answer with."""
    return symbol in answered(facts) or is_graphql_type(facts, symbol)


def _is_own_text(facts: Facts, function: Function, leak: Leak, sink: ast.expr) -> bool:
    """Whether a branch takes nothing but exceptions of the project that hold no text of others."""
    symbols = narrowed(facts, function, leak.name, sink)
    own = {base for each in embedding(facts) for base in facts.index.ancestors(each)}
    return bool(symbols) and not any(is_telling(facts, each) or each in own for each in symbols)


def _parts(
    facts: Facts, function: Function, sink: ast.expr, node: ast.AST, *, is_endpoint: bool
) -> list[ast.expr] | None:
    """What of a sink is shown, where that is not all of it."""
    if isinstance(node, ast.Return):
        is_whole = is_endpoint or _is_answered(facts, function, sink)
        return None if is_whole else answered_parts(facts, function, sink)
    if isinstance(node, ast.Call):
        return _told_by(facts, function, node) or None
    if not isinstance(node, ast.Raise) or not isinstance(sink, ast.Call):
        return None
    symbol = facts.index.kind(sink, function)
    if facts.index.definition(symbol) is None or not is_exception(facts, symbol):
        return None
    return answered_arguments(facts, symbol, sink)


def _made_before(function: Function, name: ast.Name) -> ast.Call | None:
    """The call that a name was last given before it is raised."""
    made = [
        value
        for value in function.assigned.get(name.id, [])
        if isinstance(value, ast.Call) and _place(value) < _place(name)
    ]
    return max(made, key=_place, default=None)


def _place(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


RULE = Rule(
    id="ERR006",
    name="internals-kept-from-clients",
    severity=Severity.P0,
    topic="errors",
    seed="Error handling rule 6: never leak internals",
    what="`str(error)`, `repr(error)`, `error.args`, an f-string of it or `traceback.format_exc()`"
    " in the detail of an `HTTPException`, in a response, in what one streams, be it from"
    " a queue, or in what a route or a tool of MCP returns, by a service"
    " or in a model, too, be it a part of that, in what a helper raises with or in an error of"
    " HTTP that it makes, or in"
    " a mapping of a module that a route answers with later; in an error of GraphQL or a type that"
    " its resolvers answer with; and in an exception of the project of which a handler answers with"
    " what it was made with; and an application in debug mode, which answers with tracebacks"
    " by itself. Exceptions that the project defines, `NotImplementedError`, validation"
    " errors of requests and the name of a class are left alone where they are caught: their texts"
    " are written for readers, unless the project makes them of the text of another exception."
    " A `ValueError` is found: whatever library is called may raise it.",
    why="The text of an exception names tables, files, hosts and statements, which helps whoever"
    " looks for a way in and nobody else.",
    bad={
        "app/main.py": """from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/")
def read() -> int:
    try:
        return 1
    except Exception as error:
        raise HTTPException(500, detail=str(error))
"""
    },
    good={
        "app/main.py": """import logging

from fastapi import FastAPI, HTTPException

app = FastAPI()


class OutOfStock(Exception):
    pass


@app.get("/")
def read() -> int:
    try:
        return 1
    except OutOfStock as error:
        raise HTTPException(409, detail=str(error))
    except Exception as error:
        logging.exception("reading failed: %s", error)
        raise HTTPException(500, detail="Something went wrong.")
"""
    },
    fix="Log the exception, and send a sentence of your own.",
    check=check,
)
