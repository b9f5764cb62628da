"""Bugs whose answer is left to the framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import failures
from fastscaffold.audit.facts.project.projects import main_app
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

# They record what fails with its traceback.
_RECORDERS = (
    "*.instrument_fastapi",
    "bugsnag.configure",
    "ddtrace.patch_all",
    "elasticapm.contrib.starlette.make_apm_client",
    "honeybadger.honeybadger.configure",
    "newrelic.agent.initialize",
    "rollbar.init",
    "sentry_sdk.init",
)


def check(facts: Facts) -> Iterator[Hit]:
    """No handler of ``Exception``; that ``debug=True`` shows bugs is told by another rule."""
    main = main_app(facts)
    if main is None:
        return
    handlers = failures(facts).handlers
    if handlers.is_open or handlers.middleware or handlers.of_everything():
        return
    if next(facts.calls(*_RECORDERS), None) is None:
        yield hit_call(main.call, "No handler of `Exception` logs and answers what nobody expects.")


_TOP = "from fastapi import FastAPI\nfrom fastapi.responses import JSONResponse\n\n"
_ROUTE = '\n\n@app.get("/")\ndef read() -> int:\n    return 1\n'

RULE = Rule(
    id="ERR004",
    name="unexpected-errors-handled",
    severity=Severity.P0,
    topic="errors",
    seed="Error handling rule 4: log server errors, don't expose",
    what="An application without a handler of `Exception`. Middleware that answers whatever fails,"
    " and services that record it, such as Sentry, count as well.",
    why="What nobody expects is answered in another shape than every other error and logged without"
    " the request that it belongs to.",
    bad={"app/main.py": _TOP + "app = FastAPI()" + _ROUTE},
    good={
        "app/main.py": _TOP
        + "app = FastAPI()\n\n\n@app.exception_handler(Exception)\ndef answer(request, error):\n"
        '    return JSONResponse({"error": {"code": "internal_error"}}, 500)\n' + _ROUTE
    },
    fix="Register a handler of `Exception` that logs it and answers with a sentence of your own.",
    check=check,
)
