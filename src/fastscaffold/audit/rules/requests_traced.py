"""Requests that cannot be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.logs.logs import tracing
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Once for an application."""
    place = application(facts)
    if place is not None and facts.routes and not tracing(facts):
        yield Hit(Place(place.path, place.line), "Nothing traces the requests of the application.")


RULE = Rule(
    id="OBS002",
    name="requests-traced",
    severity=Severity.P1,
    topic="observability",
    seed="Tracing (OTel)",
    what="An application without OpenTelemetry, logfire, ddtrace, New Relic, Elastic APM or the"
    " traces of Sentry, in its source or around the command that starts it.",
    why="Where a slow request spends its time, over services and queries, is otherwise a guess.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
"""
    },
    good={
        "app/main.py": """import logfire
from fastapi import FastAPI

logfire.configure()
app = FastAPI()
logfire.instrument_fastapi(app)


@app.get("/orders")
async def orders() -> list[str]:
    return []
"""
    },
    fix="Set up OpenTelemetry, and instrument the application with it.",
    check=check,
    command="fastscaffold add tracing",
)
