"""Errors that have no room for what was wrong where."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import failures
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.errors.failures import Hierarchy

_ROOM = (
    "context",
    "data",
    "detail",
    "error",
    "extra",
    "field",
    "meta",
    "param",
    "payload",
    "reason",
)


def check(facts: Facts) -> Iterator[Hit]:
    """Bases of errors that a handler answers and that carry nothing but a text and a code."""
    found = failures(facts)
    for hierarchy in found.hierarchies:
        if hierarchy.is_http or not found.handlers.of(facts, hierarchy.base.symbol):
            continue
        if not _has_room(facts, hierarchy):
            message = f"`{hierarchy.base.name}` carries no details for clients."
            yield hit_definition(hierarchy.base, message)


def _has_room(facts: Facts, hierarchy: Hierarchy) -> bool:
    for defined in (hierarchy.base, *hierarchy.members):
        for symbol in facts.index.ancestors(defined.symbol):
            definition = facts.index.definition(symbol)
            if isinstance(definition, Class) and any(_says(each) for each in _names(definition)):
                return True
    return False


def _names(defined: Class) -> Iterator[str]:
    for node in walk(defined.node):
        match node:
            case ast.arg():
                yield node.arg
            case ast.Attribute():
                yield node.attr
            case ast.Name():
                yield node.id
            case _:
                pass


def _says(name: str) -> bool:
    plain = name.lower().strip("_").removeprefix("error_")
    if plain in {"code", "error_code", "errorcode"}:
        return False
    return any(plain.startswith(room) for room in _ROOM)


_TOP = """from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()


class AppError(Exception):
    def __init__(self, message{parameter}):
        self.message = message
"""
_REST = """

class NotFound(AppError): ...


class Conflict(AppError): ...


@app.exception_handler(AppError)
def answer(request, error):
    return JSONResponse({"code": 1, "message": error.message}, 400)
"""

RULE = Rule(
    id="ERR005",
    name="errors-with-details",
    severity=Severity.P3,
    topic="errors",
    seed="Error handling rule 5: include actionable details",
    what="Bases of errors that a handler answers, none of whose classes has a name for details: a"
    " field, a parameter, a list of errors.",
    why="A form cannot show the message beside the field that it is about.",
    bad={"app/main.py": _TOP.replace("{parameter}", "") + _REST},
    good={
        "app/main.py": _TOP.replace("{parameter}", ", details=()")
        + "        self.details = details\n"
        + _REST
    },
    fix="Let the base take details, and answer with them.",
    check=check,
)
