"""Fields of request bodies that may be as long, or as large, as a client likes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import is_table
from fastscaffold.audit.facts.requests.models import fields_of, taken
from fastscaffold.audit.facts.requests.validators import is_validated
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.classes import Field

_OPEN = frozenset({"List", "Sequence", "Set", "bytes", "int", "list", "set", "str"})
_SHOWN = 3


def check(facts: Facts) -> Iterator[Hit]:
    """One finding a model, which names its open fields."""
    seen: set[str] = set()
    for use in taken(facts).values():
        if is_table(facts.index, use.model):
            continue
        open_fields = [
            name
            for name, field in fields_of(facts, use.model).items()
            if f"{field.owner.symbol}.{name}" not in seen and _is_open(facts, field)
        ]
        seen |= {
            f"{each.owner.symbol}.{name}" for name, each in fields_of(facts, use.model).items()
        }
        if open_fields:
            names = ", ".join(f"`{each}`" for each in open_fields[:_SHOWN])
            more = " and others" if len(open_fields) > _SHOWN else ""
            message = f"`{use.model.name}` takes {names}{more} of any length or size."
            yield hit_definition(use.model, message)


def _is_open(facts: Facts, field: Field) -> bool:
    if is_validated(facts, field) or _is_set_by_server(facts, field):
        return False
    for member, scope in facts.index.typed(field.annotation, field.owner):
        plain = member.value if isinstance(member, ast.Subscript) else member
        if facts.index.symbol(plain, scope) in _OPEN or (
            isinstance(member, ast.Subscript)
            and (facts.index.symbol(plain, scope) or "").rpartition(".")[2] in _OPEN
        ):
            return True
    return False


def _is_set_by_server(facts: Facts, field: Field) -> bool:
    """Whether a client cannot set it: a constant of the class."""
    annotation = field.annotation
    if not isinstance(annotation, ast.Subscript):
        return False
    last = (facts.index.symbol(annotation.value, field.owner) or "").rpartition(".")[2]
    return last in {"ClassVar", "Final"}


_TOP = """from fastapi import FastAPI
from pydantic import BaseModel, EmailStr, Field

app = FastAPI()


class Item(BaseModel):
    email: EmailStr
"""
_ROUTE = '\n\n@app.post("/items")\ndef create(item: Item) -> None: ...\n'

RULE = Rule(
    id="PYD003",
    name="body-fields-bounded",
    severity=Severity.P1,
    topic="validation",
    seed="Pydantic rule 3: use Field() for constraints",
    what="Models of request bodies with a text, a number or a list that has neither a constraint"
    " nor a validator, one finding a model. Types that are bounded themselves are left alone:"
    " addresses, UUIDs, enumerations, `Literal`, dates.",
    why="A text of a hundred megabytes is valid, and a number that no column holds is a 500.",
    bad={"app/main.py": f"{_TOP}    name: str\n{_ROUTE}"},
    good={"app/main.py": f"{_TOP}    name: str = Field(max_length=100)\n{_ROUTE}"},
    fix="Give it `Field(max_length=...)`, or `ge` and `le`.",
    check=check,
)
