"""One model for what clients send and for what they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import is_table
from fastscaffold.audit.facts.requests.models import answered, fields_of, taken
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Models that are both, and tables that are either."""
    given = {symbol: use for symbol, use in answered(facts).items() if use.direct}
    for symbol, use in taken(facts).items():
        if not use.direct:
            continue
        name = f"`{use.model.name}`"
        if is_table(facts.index, use.model):
            yield hit_definition(use.model, f"{name} is a table and the body of a request.")
        elif symbol in given and len(fields_of(facts, use.model)) > 1:
            yield hit_definition(use.model, f"{name} is the body of a request and a response.")
    for symbol, use in given.items():
        if is_table(facts.index, use.model) and symbol not in taken(facts):
            yield hit_definition(use.model, f"`{use.model.name}` is a table and a response.")


_TOP = """from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class {name}(BaseModel):
    name: str = Field(max_length=100)
    price: int = Field(ge=0)


"""

RULE = Rule(
    id="PYD001",
    name="models-for-input-and-output",
    severity=Severity.P1,
    topic="validation",
    seed="Pydantic rule 1: separate Create, Update and Response schemas; never input as output",
    what="Models with several fields that one route takes as its body and one answers with, and"
    " tables that are either. Models with a common base are left alone, and so are nested ones.",
    why="A client may send what only the server should set, such as an id or an owner, and gets"
    " whatever the table holds.",
    bad={
        "app/main.py": _TOP.format(name="Item")
        + '@app.post("/items")\ndef create(item: Item) -> Item:\n    return item\n'
    },
    good={
        "app/main.py": _TOP.format(name="ItemCreate")
        + "class ItemResponse(ItemCreate):\n    id: int\n\n\n"
        '@app.post("/items", response_model=ItemResponse)\ndef create(item: ItemCreate): ...\n'
    },
    fix="Give the body and the response a model each, from a common base if they share fields.",
    check=check,
)
