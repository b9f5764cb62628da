"""Errors that tell clients no more than a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import HTTP, failures
from fastscaffold.audit.facts.errors.handler_answers import is_structured
from fastscaffold.audit.facts.project.projects import main_app
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

# More than so many in a hundred are the rule.
SHARE = 0.2


def check(facts: Facts) -> Iterator[Hit]:
    """One finding for the project, at the first of them; handlers that answer with a text."""
    if main_app(facts) is None:
        return
    found = failures(facts)
    for handler in found.handlers.registered:
        if handler.function is not None and not is_structured(facts, handler):
            yield Hit(handler.place, "The handler answers with a text alone.", handler.exception)
    counted = [each for each in found.raised if each.is_http or each.is_own]
    wrapped = [
        each
        for each in found.handlers.registered
        if facts.index.is_a(each.exception, HTTP) and is_structured(facts, each)
    ]
    bare = sorted(found.bare, key=lambda each: each.place)
    if bare and not wrapped and len(bare) > SHARE * len(counted):
        message = f"{len(bare)} of {len(counted)} errors are an `HTTPException` with a text alone."
        yield Hit(bare[0].place, message, bare[0].function.symbol)


_TOP = "from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n\n"
_ROUTE = '@app.get("/")\ndef read() -> int:\n    raise HTTPException(404, detail='

RULE = Rule(
    id="ERR001",
    name="errors-structured",
    severity=Severity.P1,
    topic="errors",
    seed="Error handling rule 1: never return bare strings",
    what="Projects in which more than a fifth of all errors are an `HTTPException` with a text,"
    " once a project, and handlers that answer with a text alone. Where a handler of"
    " `HTTPException` wraps the text, it is none.",
    why="A client has to compare sentences to tell one error from the other, and breaks when"
    " somebody corrects one.",
    bad={"app/main.py": f'{_TOP}{_ROUTE}"There is none.")\n'},
    good={"app/main.py": f'{_TOP}{_ROUTE}{{"code": "not_found", "message": "There is none."}})\n'},
    fix="Raise errors of your own, and answer them with a code, a message and details.",
    check=check,
)
