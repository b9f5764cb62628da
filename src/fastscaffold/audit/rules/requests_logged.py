"""Requests that leave no trace in the logs."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.project.usage import application, loaded_names
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

_LEVELS = frozenset({"critical", "debug", "error", "exception", "info", "log", "warning"})
_REQUEST = re.compile(
    r"(?i)request|response|scope|method|path|url|status|duration|elapsed|time|took|log|message|extra"
)
_LIBRARIES = (
    *("logfire.instrument_fastapi", "*.StructlogMiddleware", "*.RouterLoggingMiddleware"),
    *("*.AccessLogMiddleware", "*.AccessLoggerMiddleware", "*.RequestLoggingMiddleware"),
    *("*.LoggingMiddleware", "json_logging.init_request_instrument", "*.AccessLogAtoms"),
)


def check(facts: Facts) -> Iterator[Hit]:
    """Once for an application."""
    place = application(facts)
    if place is None or not facts.routes:
        return
    if next(facts.calls(*_LIBRARIES), None) is not None:
        return
    if any(_logs(facts, function) for function in _middleware(facts)):
        return
    yield Hit(Place(place.path, place.line), "No middleware of the application logs its requests.")


def _middleware(facts: Facts) -> Iterator[Function]:
    """What runs around each request: middleware of both kinds, and route classes."""
    used = loaded_names(facts)
    for module in facts.production:
        for function in module.functions.values():
            names = {argument.arg for argument, _ in function.parameters()}
            if function.owner is not None and function.owner.name not in used:
                continue
            is_asgi = {"scope", "receive", "send"} <= names
            if is_asgi or "call_next" in names or function.name == "get_route_handler":
                yield function
                yield from (
                    inner
                    for name, inner in module.functions.items()
                    if name.startswith(f"{function.qualname}.")
                )


def _is_of_request(node: ast.Call) -> bool:
    """Whether a line of the log says anything of a request, unlike one about a cache or a queue."""
    given = arguments_of(node)
    told = " ".join(map(unparsed, given))
    return _REQUEST.search(told) is not None


def _prints(facts: Facts, function: Function, call: Call) -> bool:
    """Whether a request is printed, be it in a line that is put together before."""
    if facts.index.origin(call) != "print":
        return False
    given = [
        value
        for each in call.node.args
        if isinstance(each, ast.Name)
        for value in function.assigned.get(each.id, ())
    ]
    told = " ".join(map(unparsed, given or call.node.args))
    return _REQUEST.search(told) is not None


def _logs(facts: Facts, function: Function, steps: int = 3) -> bool:
    for call in function.calls:
        match call.node.func:
            case ast.Attribute(attr=name, value=receiver) if name in _LEVELS:
                if re.search(r"(?i)log", unparsed(receiver)) and _is_of_request(call.node):
                    return True
            case ast.Name(id="print") if _prints(facts, function, call):
                return True  # that it prints is told by the rule about how logs are written
            case _:
                pass
    if steps == 0:
        return False
    called = (facts.index.definition(facts.index.origin(call)) for call in function.calls)
    methods = [
        facts.index.method(function.owner.symbol, call.node.func.attr)
        for call in function.calls
        if function.owner is not None
        and isinstance(call.node.func, ast.Attribute)
        and isinstance(call.node.func.value, ast.Name)
        and call.node.func.value.id == "self"
    ]
    return any(
        _logs(facts, each, steps - 1) for each in (*called, *methods) if isinstance(each, Function)
    )


RULE = Rule(
    id="OBS004",
    name="requests-logged",
    severity=Severity.P2,
    topic="observability",
    seed="Request/response logging",
    what="An application in which no middleware, of the project or a library, writes to a log. One"
    " that prints is left to OBS001.",
    why="The server's own access log knows neither who asked nor which request led to which error.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
"""
    },
    good={
        "app/main.py": """import logging

from fastapi import FastAPI, Request

logger = logging.getLogger(__name__)
app = FastAPI()


@app.middleware("http")
async def log(request: Request, call_next):
    response = await call_next(request)
    logger.info("%s %s %s", request.method, request.url.path, response.status_code)
    return response


@app.get("/orders")
async def orders() -> list[str]:
    return []
"""
    },
    fix="Add a middleware that logs method, path, status and duration of each request.",
    check=check,
)
