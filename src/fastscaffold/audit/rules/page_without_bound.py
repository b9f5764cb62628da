"""Pages and offsets of any size."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.classes import SCHEMAS, is_dataclass
from fastscaffold.audit.facts.origins.constructors import taken_fields
from fastscaffold.audit.facts.requests.constraints import bounds, constraints
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Scope

_NAMES = frozenset({"offset", "page", "page_index", "page_no", "page_num", "page_number", "skip"})
_BOUNDS = ("le", "lt", "**")


def check(facts: Facts) -> Iterator[Hit]:
    """Parameters of queries, of endpoints and of what they depend on."""
    seen: set[tuple[str, int]] = set()
    for route in facts.routes:
        for name, annotation, value, scope, line in _parameters(facts, route):
            module = scope.module if isinstance(scope, Function | Class) else scope
            place = (module.path, line)
            if place in seen or not _is_number(facts, annotation, scope):
                continue
            seen.add(place)
            found = bounds(facts, constraints(facts, annotation, value, scope), *_BOUNDS)
            if not found and not _is_limited(scope, name):
                yield Hit(Place(*place), f"`{name}` has no upper bound.", route.function.symbol)


def _parameters(
    facts: Facts, route: Route
) -> Iterator[tuple[str, ast.expr | None, ast.expr | None, Scope, int]]:
    for parameter in route.parameters:
        if parameter.kind == "query":
            if parameter.name in _NAMES:
                value = parameter.default
                yield parameter.name, parameter.annotation, value, route.function, parameter.line
            yield from _of_model(facts, facts.index.annotated(parameter.annotation, route.module))
    for dependency in route.dependencies:
        yield from _of_model(facts, dependency.symbol)
        for function in dependency.filled:
            for argument, default in function.parameters():
                if argument.arg in _NAMES:
                    yield argument.arg, argument.annotation, default, function, argument.lineno


def _of_model(
    facts: Facts, symbol: str | None
) -> Iterator[tuple[str, ast.expr | None, ast.expr | None, Scope, int]]:
    """The fields of a model, or of a data class, that is read from the query."""
    defined = facts.index.definition(symbol)
    if not isinstance(defined, Class):
        return
    is_model = facts.index.is_a(defined.symbol, *SCHEMAS)
    if not is_model and not is_dataclass(defined):
        return
    for field in taken_fields(facts.index, defined).values():
        if field.name in _NAMES:
            yield field.name, field.annotation, field.value, field.owner, field.line


def _is_number(facts: Facts, annotation: ast.expr | None, scope: Scope) -> bool:
    module = scope.module if isinstance(scope, Function | Class) else scope
    return any(
        (facts.index.symbol(each, module) or "").rpartition(".")[2] in {"int", "NonNegativeInt"}
        or (facts.index.symbol(each, module) or "").endswith("PositiveInt")
        for each in facts.index.members(annotation, module)
    )


def _is_limited(scope: Scope, name: str) -> bool:
    """Whether the function compares it with a limit, or takes the smaller one."""
    if not isinstance(scope, Function):
        return _is_validated(scope, name)
    for node in walk(scope.node):
        match node:
            case ast.Call(func=ast.Name(id="min")):
                parts = node.args
            case ast.Compare(ops=[ast.Gt() | ast.GtE()]):
                parts = [node.left]
            case ast.Compare(ops=[ast.Lt() | ast.LtE(), *_]):
                parts = node.comparators if len(node.ops) > 1 else []
            case _:
                continue
        if any(isinstance(each, ast.Name) and each.id == name for each in parts):
            return True
    return False


def _is_validated(scope: Scope, name: str) -> bool:
    """Whether a validator of the class is about the field."""
    return isinstance(scope, Class) and any(
        isinstance(each, ast.Constant) and each.value == name
        for function in scope.functions.values()
        for decorator in function.node.decorator_list
        for each in walk(decorator)
    )


RULE = Rule(
    id="API004",
    name="page-without-bound",
    severity=Severity.P1,
    topic="api",
    seed="OWASP API4:2023, unrestricted resource consumption",
    what="A number named `page`, `offset` or `skip` that is read from the query, by an endpoint, by"
    " what it depends on or by a model of parameters, without `le` or `lt`. Those that the function"
    " compares with a limit, or takes the smaller one of, are left alone.",
    why="The database counts through all rows before it; and a number beyond its integers is an"
    " error 500.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/items")
async def read(skip: int = 0) -> list[int]:
    return [skip]
"""
    },
    good={
        "app/main.py": """from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/items")
async def read(skip: Annotated[int, Query(ge=0, le=10_000)] = 0) -> list[int]:
    return [skip]
"""
    },
    fix="Bind it: `Query(ge=0, le=10_000)`, or go on by cursor.",
    check=check,
    formerly=("X016",),
)
