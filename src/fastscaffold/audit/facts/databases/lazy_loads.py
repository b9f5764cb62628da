"""Relationships that are loaded when they are looked at, once for each row."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.databases.repeated_queries import in_requests
from fastscaffold.audit.facts.databases.statements import chain, read_in
from fastscaffold.audit.facts.requests.models import fields_of, named_models
from fastscaffold.audit.facts.running.loops import loops
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Class, Facts, Route
    from fastscaffold.audit.facts.databases.statements import Read
    from fastscaffold.audit.modules import Scope

_MANY = frozenset({"all", "scalars", "unique"})
_LISTS = frozenset({"List", "Sequence", "list"})
_STEPS = 4


@dataclass(frozen=True, slots=True, eq=False)
class LazyLoad:
    """A place where each row of a query loads a relationship.

    Attributes:
        node: what looks at it; of a response, the query whose rows it is made of.
        rows: what one of the rows is called.
    """

    function: Function
    node: ast.expr
    relation: str
    rows: str


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    read: Read
    entity: Class
    function: Function

    def loads(self, facts: Facts, name: str) -> bool:
        """Whether a relationship is loaded for each of the rows.

        Not where the query says anything of it: of how it is loaded, or whose rows are wanted.
        """
        names = self.read.names
        if {"options", name, f"{name}_id"} & names:
            return False
        return name in _lazy(facts, self.entity)


def lazy_loads(facts: Facts) -> Iterator[LazyLoad]:
    """Those in loops over rows, and in responses that are lists of rows.

    Sessions that are awaited are left alone: there such a relationship is an error at once.
    """
    if not any(facts.imports("sqlalchemy", "sqlmodel")):
        return
    for function in in_requests(facts):
        for loop in loops(function):
            if not isinstance(loop.target, ast.Name):
                continue
            rows = _rows(facts, loop.iterated, function, _STEPS)
            if rows is None:
                continue
            seen: set[str] = set()
            for node in loop.nodes:
                match node:
                    case ast.Attribute(attr=name, value=ast.Name(id=row)):
                        if row == loop.target.id and name not in seen and rows.loads(facts, name):
                            seen.add(name)
                            yield LazyLoad(function, node, f"{row}.{name}", row)
                    case _:
                        pass
    for route in facts.routes:
        yield from _in_response(facts, route)


def _in_response(facts: Facts, route: Route) -> Iterator[LazyLoad]:
    model = route.call.argument("response_model")
    scope: Scope = route.call.function or route.call.module
    if model is None:
        model, scope = route.function.node.returns, route.module
    values = list(returned(route.function))
    if not _is_list(facts, model, scope) or len(values) != 1:
        return
    rows = _rows(facts, values[0], route.function, _STEPS)
    for each in named_models(facts, model, scope) if rows is not None else ():
        for name, field in fields_of(facts, each).items():
            nested = any(named_models(facts, field.annotation, field.owner))
            if rows is not None and nested and rows.loads(facts, name):
                entity = rows.entity.name
                yield LazyLoad(rows.function, rows.read.node, f"{entity}.{name}", entity)


def _is_list(facts: Facts, annotation: ast.expr | None, scope: Scope) -> bool:
    return any(
        isinstance(each, ast.Subscript)
        and (facts.index.symbol(each.value, holder) or "").rpartition(".")[2] in _LISTS
        for each, holder in facts.index.typed(annotation, scope)
    )


def _rows(facts: Facts, node: ast.expr, function: Function, steps: int) -> _Rows | None:
    """The query whose rows an expression gives; None where that is awaited, or not decided."""
    if steps == 0 or any(isinstance(each, ast.Await) for each in chain(node)):
        return None
    if isinstance(node, ast.Name):
        values = function.assigned.get(node.id, [])
        return _rows(facts, values[0], function, steps - 1) if len(values) == 1 else None
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name) and node.func.id == "list" and len(node.args) == 1:
        return _rows(facts, node.args[0], function, steps - 1)
    read = read_in(facts, node, function)
    if read is not None:
        last = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        entity = read.entity
        return _Rows(read, entity, function) if entity is not None and last in _MANY else None
    for call in function.calls:
        if call.node is node:
            target = facts.callers.target(call)
            values = list(returned(target)) if isinstance(target, Function) else []
            if isinstance(target, Function) and len(values) == 1 and not target.is_async:
                return _rows(facts, values[0], target, steps - 1)
    return None


def _lazy(facts: Facts, entity: Class) -> set[str]:
    """The relationships of a table that are loaded when they are looked at."""
    return {
        name
        for name, field in all_fields(facts.index, entity).items()
        if isinstance(field.value, ast.Call) and _is_lazy(facts, field.value, field.owner)
    }


def _is_lazy(facts: Facts, call: ast.Call, scope: Class) -> bool:
    last = facts.index.called(call.func, scope).rpartition(".")[2]
    given = {each.arg: each.value for each in call.keywords}
    if last not in {"Relationship", "relationship"}:
        return False
    if None in given or "sa_relationship_kwargs" in given:
        return False
    return "lazy" not in given or facts.values.fold(given["lazy"], scope) in {"select", True}
