"""Tests that drive the application with everything it uses in earnest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import at_call
from fastscaffold.audit.facts.testing.isolation import separations
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project: where its first client is made."""
    injected = [
        dependency
        for route in facts.routes
        for dependency in route.dependencies
        if dependency.functions and not dependency.is_security
    ]
    if not injected:
        return
    tests = facts.suite
    clients = [*tests.async_clients, *tests.sync_clients]
    if not tests.tests or not clients or next(separations(facts), None) is not None:
        return
    yield Hit(at_call(clients[0]), "Tests replace none of the dependencies of the application.")


RULE = Rule(
    id="TEST002",
    name="tests-override-dependencies",
    severity=Severity.P1,
    topic="testing",
    seed="DI override fixtures",
    what="Tests that send requests to an application with injected dependencies while nothing"
    " overrides one, sets the environment, patches, or makes settings or engines for tests.",
    why="Such tests need everything that production needs, and leave their traces there.",
    bad={
        "app/main.py": """from fastapi import Depends, FastAPI


def session() -> str:
    return "in earnest"


app = FastAPI()


@app.get("/orders")
async def orders(given: str = Depends(session)) -> str:
    return given
""",
        "tests/test_orders.py": """from fastapi.testclient import TestClient

from app.main import app


def test_orders() -> None:
    assert TestClient(app).get("/orders").status_code == 200
""",
    },
    good={
        "app/main.py": """from fastapi import Depends, FastAPI


def session() -> str:
    return "in earnest"


app = FastAPI()


@app.get("/orders")
async def orders(given: str = Depends(session)) -> str:
    return given
""",
        "tests/test_orders.py": """from fastapi.testclient import TestClient

from app.main import app, session


def test_orders() -> None:
    app.dependency_overrides[session] = lambda: "for tests"
    assert TestClient(app).get("/orders").status_code == 200
""",
    },
    fix="Override the dependencies that reach out of the process, in a fixture.",
    check=check,
)
