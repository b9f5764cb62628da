"""Bodies of requests without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.requests.bodies import loose_bodies
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Each body that is a mapping of anything, or is read by hand."""
    for loose in loose_bodies(facts):
        message = f"{loose.what} of {loose.route.path or '/'} is validated by no model."
        yield Hit(loose.place, message, loose.route.function.symbol)


RULE = Rule(
    id="SEC008",
    name="input-validated",
    severity=Severity.P1,
    topic="validation",
    seed="Input validation on ALL endpoints",
    what="Bodies that are `dict`, `Any` or lists of them, and `await request.json()` in an"
    " endpoint that puts it into no model, and hands all of it to nothing that does: a helper"
    " that makes a model of what it stored answers with it. Webhooks, proxies and uploads are left"
    " alone.",
    why="What nothing validates goes on as it came: missing keys end in 500, wrong types and"
    " fields of somebody else's choice end up in the database.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.post("/orders")
def create(payload: dict) -> None: ...
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class NewOrder(BaseModel):
    product: str


@app.post("/orders")
def create(payload: NewOrder) -> None: ...
"""
    },
    fix="Declare a model for the body, with its fields and their limits.",
    check=check,
)
