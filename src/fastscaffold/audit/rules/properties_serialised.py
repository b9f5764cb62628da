"""Properties of responses that no client ever sees."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.requests.models import answered
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import decorator_names, is_property
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function


def check(facts: Facts) -> Iterator[Hit]:
    """Properties of models of responses that nothing in the project reads."""
    read = {node.attr for module in facts.modules for node in walk(module.tree, ast.Attribute)}
    for use in answered(facts).values():
        for method in use.model.functions.values():
            if _is_left_out(method) and method.name not in read and method.name[0] != "_":
                message = (
                    f"`{method.name}` is a property, which is not sent and which nobody reads."
                )
                yield hit_definition(method, message)


def _is_left_out(method: Function) -> bool:
    return is_property(method) and "computed_field" not in decorator_names(method)


_TOP = """from fastapi import FastAPI
from pydantic import BaseModel, computed_field

app = FastAPI()


class Item(BaseModel):
    price: int

"""
_REST = """    @property
    def taxed(self) -> int:
        return self.price * 2


@app.get("/")
def read() -> Item: ...
"""

RULE = Rule(
    id="PYD007",
    name="properties-serialised",
    severity=Severity.P3,
    topic="validation",
    seed="Pydantic rule 7: use computed fields, @computed_field for derived values",
    what="Properties of models of responses that are no `computed_field` and that nothing in the"
    " project reads.",
    why="Whoever wrote it meant clients to have it, and they do not.",
    bad={"app/main.py": _TOP + _REST},
    good={"app/main.py": f"{_TOP}    @computed_field\n{_REST}"},
    fix="Put `@computed_field` above it, or drop it.",
    check=check,
)
