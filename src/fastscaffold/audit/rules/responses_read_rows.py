"""Responses that cannot be made of the rows that a route returns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.cures.imported import name_for
from fastscaffold.audit.facts.classes import is_table
from fastscaffold.audit.facts.requests.models import is_model, named_models, says_attributes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route

# Names that pydantic 1 has not.
_SECOND = frozenset(
    f"pydantic.{each}"
    for each in ("ConfigDict", "TypeAdapter", "computed_field", "field_serializer")
) | {"pydantic.field_validator", "pydantic.model_validator"}


def check(facts: Facts) -> Iterator[Hit]:
    """Models of routes whose return annotation is a table."""
    seen: set[str] = set()
    for route in facts.routes:
        model = route.call.argument("response_model")
        if model is None or not _returns_rows(facts, route):
            continue
        scope = route.call.function or route.call.module
        for each in named_models(facts, model, scope):
            if each.symbol not in seen and not _reads_rows(facts, each):
                seen.add(each.symbol)
                message = f"`{each.name}` is made of rows and does not read attributes."
                yield hit_definition(each, message)


def _returns_rows(facts: Facts, route: Route) -> bool:
    for member, scope in facts.index.typed(route.function.node.returns, route.module):
        inner = member
        if isinstance(member, ast.Subscript):
            # What else holds rows is made to be read, such as a page.
            outer = (facts.index.symbol(member.value, scope) or "").rpartition(".")[2]
            inner = member.slice if outer in {"List", "Sequence", "list"} else member.value
        definition = facts.index.definition(facts.index.symbol(inner, scope))
        if isinstance(definition, Class) and is_table(facts.index, definition):
            return not is_model(facts, definition)
    return False


def _reads_rows(facts: Facts, model: Class) -> bool:
    """Whether the model or a base reads attributes; bases out of sight may."""
    if not any("Config" in name or name == "model_config" for name in model.assigned) and (
        facts.index.is_a(model.symbol, "*.RootModel", "*.SQLModel")
    ):
        return True
    for symbol in facts.index.ancestors(model.symbol):
        definition = facts.index.definition(symbol)
        if not isinstance(definition, Class):
            if symbol.rpartition(".")[2] not in {"ABC", "BaseModel", "Generic"}:
                return True
            continue
        if says_attributes(facts, definition):
            return True
    return False


def cure(facts: Facts, found: Hit) -> Remedy:
    """Configure the model, where it has no configuration and pydantic is the second one."""
    if not _is_second_pydantic(facts):
        raise UncertainError("Nothing shows that pydantic 2 is what is installed.")
    module = facts.modules_by_path[found.place.path]
    defined = next(each for each in module.classes.values() if each.node is found.node)
    known = defined.assigned.keys() | {
        each.name for each in defined.node.body if isinstance(each, ast.ClassDef)
    }
    if {"Config", "model_config"} & known:
        raise UncertainError("The model has a configuration already.")
    name, names = name_for(module, "pydantic", "ConfigDict")
    make = makes.first_statement(f"model_config = {name}(from_attributes=True)")
    return Remedy((Rewrite(module.path, defined.node, make, names),))


def _is_second_pydantic(facts: Facts) -> bool:
    locked = facts.configuration.locked.get("pydantic")
    if locked is not None:
        return locked[0].startswith("2.")
    return any(symbol in _SECOND for module in facts.modules for symbol in module.imports.values())


_TOP = """from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import DeclarativeBase

app = FastAPI()


class Base(DeclarativeBase): ...


class Item(Base):
    __tablename__ = "items"


class ItemResponse(BaseModel):
"""
_ROUTE = '    id: int\n\n\n@app.get("/", response_model=ItemResponse)\ndef read() -> Item: ...\n'

RULE = Rule(
    id="PYD004",
    name="responses-read-rows",
    severity=Severity.P2,
    topic="validation",
    seed="Pydantic rule 4: enable from_attributes=True for the conversion of rows",
    what="Models that a route gives as `response_model` while it is annotated to return a table of"
    " SQLAlchemy, and that have no `from_attributes`, or `orm_mode` of pydantic 1, themselves or"
    " through a base.",
    why="It works through FastAPI alone: `model_validate(row)` in a service or a test fails.",
    bad={"app/main.py": f"{_TOP}{_ROUTE}"},
    good={"app/main.py": f"{_TOP}    model_config = ConfigDict(from_attributes=True)\n{_ROUTE}"},
    fix="Give the model, or its base, `ConfigDict(from_attributes=True)`.",
    check=check,
    cure=Cure(
        "Adds `model_config = ConfigDict(from_attributes=True)` to a model of pydantic 2 that has"
        " no configuration of its own.",
        cure,
    ),
)
