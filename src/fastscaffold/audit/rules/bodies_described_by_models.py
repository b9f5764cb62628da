"""Routes that no model describes: what they answer, or what they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.answers import Answer, answers, untyped_bodies
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Responses without a model, and bodies without one."""
    told = answers(facts)
    lacking = {route for route, answer in told.items() if answer is Answer.UNDECLARED}
    declared = {route.function for route, answer in told.items() if answer is Answer.DECLARED}
    for route in lacking:
        message = f"`{route.function.name}` declares no response."
        # One that declares it elsewhere lacks it where it is registered once more.
        if route.function in declared:
            yield hit_call(route.call, message)
        else:
            yield hit_definition(route.function, message)
    read: set[tuple[str, int]] = set()
    for body in untyped_bodies(facts):
        # What several routes depend on reads once.
        place = (body.place.path, body.place.line)
        if place in read:
            continue
        read.add(place)
        symbol = body.route.function.symbol
        route_place = (body.route.module.path, body.route.function.node.lineno)
        if body.route not in lacking or place != route_place:
            yield Hit(body.place, f"{body.what} in `{body.route.function.name}`.", symbol)


_TOP = """from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Item(BaseModel):
    name: str


@app.post("/items")
"""

RULE = Rule(
    id="ARCH004",
    name="bodies-described-by-models",
    severity=Severity.P1,
    topic="validation",
    seed="Architecture rule 4: Pydantic models at boundaries, validate all input and output",
    what="Routes without `response_model` and without a return annotation that says more than"
    " `dict` or `Any`, and bodies that are a `dict`, `Any` or read with `request.json()`. Answers"
    " without a JSON body are left alone: 204, redirects, files, HTML and streams; so are bodies"
    " whose bytes are signed, and routes that are not in the schema, unless they evidently answer"
    " with JSON: a list, a mapping or a text that is made there, in a helper, or of JSON or rows.",
    why="Nobody checks what goes in and out, and the OpenAPI document has nothing to tell of it.",
    bad={"app/main.py": f"{_TOP}def create(item: dict):\n    return item\n"},
    good={"app/main.py": f"{_TOP}def create(item: Item) -> Item:\n    return item\n"},
    fix="Declare a model as the type of the body, and as `response_model` or return type.",
    check=check,
)
