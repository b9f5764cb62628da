"""Exceptions that no handler answers."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import HTTP, failures
from fastscaffold.audit.facts.project.projects import main_app
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call, hit_definition
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.errors.failures import Failures, Hierarchy


def check(facts: Facts) -> Iterator[Hit]:
    """A base of own exceptions without a handler, or an application without any."""
    app = main_app(facts)
    found = failures(facts)
    handlers = found.handlers
    if app is None or handlers.is_open or handlers.telling:
        return
    if handlers.middleware and not handlers.registered:
        return
    for hierarchy in found.hierarchies:
        if not hierarchy.is_http and _is_unanswered(facts, found, hierarchy):
            message = f"`{hierarchy.base.name}` is raised, and no handler answers it."
            yield hit_definition(hierarchy.base, message)
    if not handlers.registered:
        yield hit_call(app.call, "The application registers no handler of exceptions.")


def _is_unanswered(facts: Facts, found: Failures, hierarchy: Hierarchy) -> bool:
    symbols = {hierarchy.base.symbol, *(each.symbol for each in hierarchy.members)}
    raised = {each.symbol for each in found.raised if each.symbol in symbols}
    if not raised or _is_translated(facts, symbols):
        return False
    if found.handlers.of(facts, hierarchy.base.symbol):
        return False
    return not all(found.handlers.of(facts, symbol) for symbol in raised)


def _is_translated(facts: Facts, symbols: set[str]) -> bool:
    """Whether some function catches them, or what they derive from, and raises an HTTP error."""
    for module in facts.production:
        for function in module.functions.values():
            for node in walk(function.node):
                if not isinstance(node, ast.ExceptHandler) or node.type is None:
                    continue
                kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                if not any(facts.index.symbol(kind, function) in symbols for kind in kinds):
                    continue
                raised = [
                    facts.index.kind(each.exc, function)
                    for statement in node.body
                    for each in walk(statement)
                    if isinstance(each, ast.Raise)
                ]
                if any(facts.index.is_a(kind, HTTP) for kind in raised):
                    return True
    return False


_ERRORS = """class AppError(Exception):
    pass


class NotFound(AppError):
    pass


class Conflict(AppError):
    pass
"""
_ROUTE = """

@app.get("/")
def read() -> int:
    raise NotFound
"""

RULE = Rule(
    id="ERR003",
    name="error-base-handled",
    severity=Severity.P0,
    topic="errors",
    seed="Error handling rule 3: global handler catches all, registered in the app factory",
    what="A base of the project's own exceptions that is raised and that no registered handler"
    " answers, neither itself nor each of its kind; and an application that registers no handler"
    " at all. Handlers count however they are registered, where the function that registers them is"
    " used; so does middleware that answers whatever fails, unless it is a net under registered"
    " handlers and says nothing of the error.",
    why="An exception that nobody answers is a 500 without a body that a client could read, where"
    " it should have been a 404 or a 409.",
    bad={
        "app/errors.py": _ERRORS,
        "app/main.py": "from fastapi import FastAPI\n\nfrom app.errors import NotFound\n\n"
        "app = FastAPI()\n" + _ROUTE,
    },
    good={
        "app/errors.py": _ERRORS,
        "app/main.py": "from fastapi import FastAPI\nfrom fastapi.responses import JSONResponse\n\n"
        "from app.errors import AppError, NotFound\n\napp = FastAPI()\n\n\n"
        "@app.exception_handler(AppError)\n"
        "def answer(request, error):\n"
        '    return JSONResponse({"error": {"code": "app", "message": "No."}}, 400)\n' + _ROUTE,
    },
    fix="Register a handler of the base, where the application is made.",
    check=check,
)
