"""Identifiers in paths that are any text, and headers that are read past FastAPI."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.answers.answers import is_signed
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.requests.validators import is_constrained
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Parameter, Route


def check(facts: Facts) -> Iterator[Hit]:
    """Parameters of paths, and reads of ``request.headers`` in routes."""
    keyed = _keyed(facts)
    seen: set[tuple[str, int]] = set()
    for route in facts.routes:
        for line, message in (
            *_open_identifiers(facts, route, keyed),
            *_headers(facts, route),
        ):
            if (route.module.path, line) not in seen:
                seen.add((route.module.path, line))
                yield Hit(Place(route.module.path, line), message, route.function.symbol)


def _open_identifiers(facts: Facts, route: Route, keyed: set[str]) -> Iterator[tuple[int, str]]:
    for parameter in route.parameters:
        parts = words(parameter.name)
        is_key = parts[-1:] == ["id"] and "".join(parts[:-1]) in keyed
        if parameter.kind == "path" and is_key and _is_any_text(facts, route, parameter):
            yield parameter.line, f"`{parameter.name}` is an identifier and may be any text."


def _is_any_text(facts: Facts, route: Route, parameter: Parameter) -> bool:
    kinds = facts.index.typed(parameter.annotation, route.module)
    if parameter.annotation is not None and {
        facts.index.symbol(each, scope) for each, scope in kinds
    } != {"str"}:
        return False
    return not is_constrained(facts, parameter.annotation, parameter.default, route.module)


def _keyed(facts: Facts) -> set[str]:
    """Names of tables whose rows have a number or a UUID as their key."""
    found: set[str] = set()
    for table in facts.tables:
        identifier = all_fields(facts.index, table).get("id")
        if identifier is not None and identifier.annotation is not None:
            kind = unparsed(identifier.annotation)
            if ("int" in kind or "UUID" in kind) and "str" not in kind:
                found.add("".join(words(table.name)))
    return found


def _headers(facts: Facts, route: Route) -> Iterator[tuple[int, str]]:
    if route.is_websocket or not route.in_schema or is_signed(facts, route.function):
        return
    for node in own_nodes(route.function):
        target = None
        if not isinstance(node, ast.expr):
            continue
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
    what="Parameters of paths such as `item_id` that are a `str` without a constraint, where a"
    " table `Item` has numbers or UUIDs as keys; and routes that read `request.headers`."
    " Middleware, routes outside of the schema and those that check a signature are left alone.",
    why="What is no identifier reaches the database, which answers with an error of its own, and"
    " the OpenAPI document does not tell clients of the header.",
    bad={"app/main.py": f"{_TOP}def read(item_id: str) -> int: ...\n"},
    good={"app/main.py": f"{_TOP}def read(item_id: UUID) -> int: ...\n"},
    fix="Type it as `UUID`, `int` or a constrained text, and declare headers with `Header()`.",
    check=check,
)
