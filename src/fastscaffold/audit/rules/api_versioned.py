"""APIs without a version in their paths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.projects import main_app
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

FEWEST = 5
_VERSION = re.compile(r"(^|/)v\d+($|[/._-])", re.IGNORECASE)
_IN_HEADERS = ("fastapi_versioning", "fastapi_versionizer", "cadwyn")


def check(facts: Facts) -> Iterator[Hit]:
    """One finding for the project, where every path is known and none has a version."""
    app = main_app(facts)
    routes = [route for route in facts.routes if route.in_schema and not route.is_websocket]
    if app is None or len(routes) < FEWEST or next(facts.imports(*_IN_HEADERS), None):
        return
    if any(_VERSION.search(route.path) for route in facts.routes):
        return
    if app.call.argument("root_path") is not None or _is_any_prefix_open(facts):
        return
    yield hit_call(app.call, "No path of the API has a version.")


def _is_any_prefix_open(facts: Facts) -> bool:
    calls = [
        *facts.calls("*.include_router", "*.mount"),
        *(router.call for router in facts.served.routers.values()),
    ]
    return any(_is_open(facts, call) for call in calls)


def _is_open(facts: Facts, call: Call) -> bool:
    prefix = call.argument("prefix") or call.argument("path", 0)
    scope = call.scope
    if prefix is None:
        return False
    folded = facts.values.fold(prefix, scope)
    is_router = facts.index.kind(prefix, scope) is not None
    return (folded is UNKNOWN and not is_router) or bool(_VERSION.search(str(folded)))


_ROUTES = "".join(
    f'\n\n@app.get("{{prefix}}/{name}")\ndef read_{name}() -> int: ...\n'
    for name in ("carts", "items", "orders", "people", "shops")
)
_TOP = "from fastapi import FastAPI\n\napp = FastAPI()\n"

RULE = Rule(
    id="API002",
    name="api-versioned",
    severity=Severity.P2,
    topic="api",
    seed="Production checklist, P1: API versioning strategy",
    what="Applications with five routes or more none of whose paths has a version such as `/v1`."
    " Where a prefix is not known from the source, or a library takes the version from a header,"
    " nothing is said.",
    why="The first change that breaks a client has nowhere to go.",
    bad={"app/main.py": _TOP + _ROUTES.format(prefix="")},
    good={"app/main.py": _TOP + _ROUTES.format(prefix="/v1")},
    fix="Include the routers with a prefix such as `/api/v1`.",
    check=check,
)
