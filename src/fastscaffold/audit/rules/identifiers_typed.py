"""Identifiers in paths that are any text, and headers that are read past FastAPI."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.answers import is_signed
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.secrets import words
from fastscaffold.audit.facts.validators import is_constrained
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Parameter, Route


def check(facts: Facts) -> Iterator[Hit]:
    """Parameters of paths, and reads of ``request.headers`` in routes."""
    textual = _has_textual_keys(facts)
    seen: set[tuple[str, int]] = set()
    for route in facts.routes:
        for line, message in (
            *(_open_identifiers(facts, route) if not textual else ()),
            *_headers(facts, route),
        ):
            if (route.module.path, line) not in seen:
                seen.add((route.module.path, line))
                yield Hit(Place(route.module.path, line), message, route.function.symbol)


def _open_identifiers(facts: Facts, route: Route) -> Iterator[tuple[int, str]]:
    for parameter in route.parameters:
        if parameter.kind == "path" and words(parameter.name)[-1:] == ["id"]:
            if _is_any_text(facts, route, parameter):
                yield parameter.line, f"`{parameter.name}` is an identifier and may be any text."


def _is_any_text(facts: Facts, route: Route, parameter: Parameter) -> bool:
    kinds = facts.index.typed(parameter.annotation, route.module)
    if parameter.annotation is not None and {
        facts.index.symbol(each, scope) for each, scope in kinds
    } != {"str"}:
        return False
    return not is_constrained(facts, parameter.annotation, parameter.default, route.module)


def _has_textual_keys(facts: Facts) -> bool:
    """Whether rows are told apart by texts, as slugs and keys of other services are."""
    for table in facts.tables:
        if facts.index.is_a(table.symbol, "beanie.Document", "odmantic.Model"):
            return True
        identifier = all_fields(facts.index, table).get("id")
        if identifier is None or identifier.annotation is None:
            continue
        if "str" in ast.unparse(identifier.annotation):
            return True
    return not facts.tables


def _headers(facts: Facts, route: Route) -> Iterator[tuple[int, str]]:
    if route.is_websocket or is_signed(facts, route.function):
        return
    for node in own_nodes(route.function):
        target = None
        if isinstance(node, ast.Subscript):
            target = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target = node.func.value if node.func.attr == "get" else None
        if isinstance(target, ast.Attribute) and target.attr == "headers":
            kind = facts.index.kind(target.value, route.function) or ""
            if kind.rpartition(".")[2] == "Request":
                yield node.lineno, "A header is read past FastAPI, unchecked and undocumented."


_TOP = """from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.orm import DeclarativeBase, Mapped

app = FastAPI()


class Base(DeclarativeBase): ...


class Item(Base):
    __tablename__ = "items"
    id: Mapped[UUID]


@app.get("/items/{item_id}")
"""

RULE = Rule(
    id="PYD006",
    name="identifiers-typed",
    severity=Severity.P1,
    topic="validation",
    seed="Pydantic rule 6: validate at boundaries, request body, query, path and headers",
    what="Parameters of paths that end with `id` and are a `str` without a constraint, where no"
    " table has keys that are texts; and routes that read `request.headers`. Middleware and routes"
    " that check a signature are left alone.",
    why="What is no identifier reaches the database, which answers with an error of its own, and"
    " the OpenAPI document does not tell clients of the header.",
    bad={"app/main.py": f"{_TOP}def read(item_id: str) -> int: ...\n"},
    good={"app/main.py": f"{_TOP}def read(item_id: UUID) -> int: ...\n"},
    fix="Type it as `UUID`, `int` or a constrained text, and declare headers with `Header()`.",
    check=check,
)
