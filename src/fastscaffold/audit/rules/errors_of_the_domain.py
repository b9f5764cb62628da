"""Services that raise errors of HTTP, and projects without errors of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import failures
from fastscaffold.audit.facts.project.projects import main_app
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function
    from fastscaffold.audit.facts.errors.failures import Raised

FEWEST = 3
_EDGES = ("api", "auth", "dependencies", "deps", "endpoints", "handlers", "middleware",
          "middlewares",
          "router", "routers", "routes", "security", "views")  # fmt: skip


def check(facts: Facts) -> Iterator[Hit]:
    """The first in each module of services, or one for a project without own errors."""
    if main_app(facts) is None:
        return
    found = failures(facts)
    http = sorted(
        (each for each in found.raised if each.is_http and not each.is_own),
        key=lambda each: each.place,
    )
    seen: set[str] = set()
    edges = _edges(facts)
    for each in http:
        if each.place.path not in seen and not _is_at_edge(each, edges):
            seen.add(each.place.path)
            yield Hit(each.place, "A service raises an error of HTTP.", each.function.symbol)
    if not seen and not found.own and len(http) >= FEWEST:
        message = "The project has no errors of its own: all are errors of HTTP."
        yield Hit(http[0].place, message, http[0].function.symbol)


def _edges(facts: Facts) -> set[Function]:
    """Routes, and what they depend on, which know of requests."""
    functions = {route.function for route in facts.routes}
    for route in facts.routes:
        for dependency in route.dependencies:
            functions |= set(dependency.functions)
    return functions


def _is_at_edge(each: Raised, edges: set[Function]) -> bool:
    function: Function | None = each.function
    modules = {edge.module.path for edge in edges}
    while function is not None:
        if function in edges or (function.owner and function.name in {"__call__", "dispatch"}):
            return True
        function = function.parent
    if each.place.path in modules:
        return True
    return any(part in _EDGES for part in each.function.module.name.split("."))


_MAIN = """from fastapi import FastAPI

from app.services import find

app = FastAPI()


@app.get("/")
def read() -> int:
    return find()
"""

RULE = Rule(
    id="ERR002",
    name="errors-of-the-domain",
    severity=Severity.P1,
    topic="errors",
    seed="Error handling rule 2: use domain-specific errors, not HTTPException(404)",
    what="`HTTPException` raised outside of routes, dependencies, middleware and security, once a"
    " module; and projects whose only errors are `HTTPException`, once. Classes of its own that"
    " derive from it are errors of the project.",
    why="A service that raises errors of HTTP cannot be used by a task, a command or a test without"
    " them, and says neither what was not found nor why.",
    bad={
        "app/main.py": _MAIN,
        "app/services.py": "from fastapi import HTTPException\n\n\n"
        "def find() -> int:\n    raise HTTPException(404)\n",
    },
    good={
        "app/main.py": _MAIN,
        "app/services.py": "class NotFound(Exception):\n    status = 404\n\n\n"
        "def find() -> int:\n    raise NotFound\n",
    },
    fix="Raise an exception of your own, and answer it in one handler.",
    check=check,
)
