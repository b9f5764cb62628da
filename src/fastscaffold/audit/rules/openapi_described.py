"""Applications whose OpenAPI document says nothing of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.projects import main_app
from fastscaffold.audit.facts.routing.descriptions import description, tagged
from fastscaffold.audit.facts.routing.openapi_documents import own_openapi
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """One finding for the application that says most of itself."""
    told = description(facts)
    if told is None or main_app(facts) is None:
        return
    lacking: list[str] = []
    if own_openapi(facts) is None and told.is_complete:
        if "title" not in told.given:
            lacking.append("a title")
        if not told.given & {"description", "version"}:
            lacking.append("a version or a description")
    if tagged(facts) is None:
        lacking.append("tags")
    if lacking:
        yield hit_call(told.app.call, f"The OpenAPI document lacks {' and '.join(lacking)}.")


_ROUTE = '\n\n@app.get("/", tags=["items"])\ndef read() -> int: ...\n'

RULE = Rule(
    id="API003",
    name="openapi-described",
    severity=Severity.P1,
    topic="api",
    seed="Health check: documentation; auto-generated, accurate OpenAPI, not /docs untouched",
    what="Applications without a title, without both a version and a description, or whose routes"
    " have no tags. Arguments that `**` gives are followed; an OpenAPI document that the project"
    " builds itself counts.",
    why="Clients see the page of any first FastAPI application, and one long list of routes.",
    bad={"app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n" + _ROUTE},
    good={
        "app/main.py": "from fastapi import FastAPI\n\n"
        'app = FastAPI(title="Shop", version="1.4.0")\n' + _ROUTE
    },
    fix="Give `FastAPI()` a title and a version, and each router its tags.",
    check=check,
)
