"""Request bodies of which the documentation shows no example."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.projects import main_app
from fastscaffold.audit.facts.requests.models import fields_of, taken
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class
from fastscaffold.audit.rules.base import Hit, Rule, hit_call
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

FEWEST = 3
_EXAMPLES = frozenset(
    {"example", "examples", "json_schema_extra", "openapi_examples", "schema_extra"}
)


def check(facts: Facts) -> Iterator[Hit]:
    """One finding for a project with several bodies and no example at all."""
    app = main_app(facts)
    bodies = [use.model for use in taken(facts).values() if use.direct]
    if app is None or len(bodies) < FEWEST:
        return
    if any(_has_example(facts, model) for model in bodies) or _routes_have(facts):
        return
    yield hit_call(app.call, f"None of {len(bodies)} request bodies has an example.")


def _has_example(facts: Facts, model: Class) -> bool:
    owners = {field.owner for field in fields_of(facts, model).values()}
    for symbol in facts.index.ancestors(model.symbol):
        definition = facts.index.definition(symbol)
        if isinstance(definition, Class):
            owners.add(definition)
    return any(_says_example(owner.node) for owner in owners) or any(
        isinstance(each, ast.Call) and _says_example(each)
        for field in fields_of(facts, model).values()
        for each, _ in facts.index.metadata(field.annotation, field.owner)
    )


def _routes_have(facts: Facts) -> bool:
    for route in facts.routes:
        nodes = [route.function.node.args, route.call.node]
        if any(_says_example(node) for node in nodes):
            return True
    return False


def _says_example(node: ast.AST) -> bool:
    for each in walk(node):
        match each:
            case ast.keyword(arg=str() as name) if name in _EXAMPLES:
                return True
            case ast.Constant(value=str() as name) if name in _EXAMPLES:
                return True
            case ast.Name(id=name) if name in _EXAMPLES:
                return True
            case _:
                pass
    return False


_TOP = "from fastapi import FastAPI\nfrom pydantic import BaseModel, Field\n\napp = FastAPI()\n"
_REST = "".join(
    f"\n\nclass {name}(BaseModel):\n    a: bool{{field}}\n\n\n"
    f'@app.post("/{name}")\ndef make_{name}(body: {name}) -> None: ...\n'
    for name in ("One", "Three", "Two")
)

RULE = Rule(
    id="PYD008",
    name="bodies-with-examples",
    severity=Severity.P3,
    topic="api",
    seed="Pydantic rule 8: document with examples",
    what="Projects with three request bodies or more none of which has an example: neither in"
    " `json_schema_extra`, nor at a field, nor at the route.",
    why="Whoever tries the API by its page begins with `string` and `0`.",
    bad={"app/main.py": _TOP + _REST.format(field="")},
    good={"app/main.py": _TOP + _REST.format(field=" = Field(examples=[True])")},
    fix="Give bodies an example, as with `Field(examples=[...])`.",
    check=check,
)
