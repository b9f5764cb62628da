"""Applications that nobody can ask how they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.facts.routing.health import (
    health_places,
    health_routes,
    is_ready_path,
    looks_at_something,
)
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Once for an application: no route at all, or none that looks at the database."""
    place = application(facts)
    if place is None or not facts.routes:
        return
    if not health_places(facts):
        yield Hit(Place(place.path, place.line), "The application has no health route.")
        return
    routes = health_routes(facts)
    if not routes or not facts.stores.any:
        return
    ready = [route for route in routes if is_ready_path(route.path)]
    if any(looks_at_something(route) for route in ready or routes):
        return
    route = (ready or routes)[0]
    yield Hit(
        Place(route.call.module.path, route.call.node.lineno),
        f"{route.path} answers without a look at the database, and no other route takes one.",
        route.function.symbol,
    )


RULE = Rule(
    id="OPS001",
    name="health-routes",
    severity=Severity.P0,
    topic="operations",
    seed="Health + readiness endpoints",
    what="An application without a route such as `/health`, `/livez` or `/ping`; and one with a"
    " database whose probes all answer without looking at anything. Routes of mounted"
    " applications, hidden ones, and middleware that answers such a path all count.",
    why="What runs the application restarts it when it hangs, and sends it no requests while it"
    " cannot serve them, only if there is something to ask.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []


@app.get("/health", include_in_schema=False)
async def health() -> str:
    return "ok"
"""
    },
    fix="Add a route that says that the process runs, and one that tries the database.",
    check=check,
)
