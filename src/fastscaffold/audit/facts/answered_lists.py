"""Lists that routes answer with and do not declare, told by what they return."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers import is_untyped
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, Function, called_name
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route

_ROWS = frozenset({"all", "fetchall", "fetch_all", "scalars", "to_list"})
_LISTS = frozenset({"List", "Sequence", "list"})
_CONTENTS = frozenset({"content", "context", "data", "detail", "result"})
_WRAPPERS = ("Response", "jsonable_encoder")
_CLIENTS = frozenset({"aiohttp", "httpx", "requests", "urllib", "urllib3"})
_DRIVERS = frozenset(
    {
        "aiosqlite", "asyncpg", "beanie", "databases", "motor", "odmantic", "ormar", "peewee",
        "piccolo", "psycopg", "psycopg2", "pymongo", "sqlalchemy", "sqlite3", "sqlmodel",
        "tortoise",
    }
)  # fmt: skip
_STEPS = 8
# Queries that are gone through as they are.
_CONDITIONS = frozenset({"filter", "filter_by", "join", "options", "order_by", "where"})
_CUTS = frozenset({"distinct", "fetchmany", "limit", "paginate", "slice", "top"})
_CUT_SQL = re.compile(r"(?i)\b(?:limit|group\s+by|fetch\s+first)\b")


def answers_with_rows(facts: Facts, route: Route) -> bool:
    """Whether a route whose response no model describes returns all rows of a query."""
    if route.methods != ("GET",) or route.is_websocket or not _is_open(facts, route):
        return False
    return any(
        _are_rows(facts, each, route.function, _STEPS)
        for value in returned(route.function)
        for each in (value, *_held(value, route.function))
    )


def is_fetched(facts: Facts, route: Route) -> bool:
    """Whether a route asks another server, and no database, for what it answers with."""
    libraries = {
        facts.index.origin(call).partition(".")[0]
        for function in facts.callers.reached([route.function])
        for call in function.calls
    }
    return bool(libraries & _CLIENTS) and not libraries & _DRIVERS


def _is_open(facts: Facts, route: Route) -> bool:
    """Whether nothing is said of what a body holds: a mapping, any response, or no word at all."""
    model = route.call.argument("response_model")
    declared = model or route.function.node.returns
    if model is not None or is_untyped(facts, declared, route.module):
        return is_untyped(facts, declared, route.module)
    kinds = facts.index.typed(declared, route.module)
    return all(
        (facts.index.symbol(each, scope) or "").endswith("Response") for each, scope in kinds
    )


def _held(value: ast.expr, function: Function) -> Iterator[ast.expr]:
    """What the body of a response, or a mapping, holds."""
    match value:
        case ast.Dict(values=values):
            yield from values
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            yield from (each.value for each in keywords)
        case ast.Call() if called_name(value).endswith(_WRAPPERS):
            content = [each.value for each in value.keywords if each.arg in _CONTENTS]
            for each in (*value.args, *content):
                yield each
                yield from _held(each, function)
        case ast.Name(id=name):
            match function.assigned.get(name):
                case [ast.Dict() as given]:
                    yield from _held(given, function)
                case _:
                    pass
        case _:
            pass


def _returns_rows(facts: Facts, function: Function, steps: int) -> bool:
    values = list(returned(function))
    return bool(values) and all(_are_rows(facts, each, function, steps) for each in values)


def _are_rows(facts: Facts, value: ast.expr, function: Function, steps: int) -> bool:
    if steps == 0:
        return False
    match value:
        case ast.Await(value=inner):
            return _are_rows(facts, inner, function, steps)
        case ast.Call(func=ast.Attribute(attr=name)) if _is_library(facts, value, function) and (
            name in _ROWS or (name in _CONDITIONS and _asks(value))
        ):
            return not _is_cut(value, function)
        case ast.Call(func=ast.Name(id="list" | "sorted"), args=[inner]):
            return _are_rows(facts, inner, function, steps)
        case ast.Call(func=ast.Name(id="map" | "filter"), args=[_, inner]):
            return _are_rows(facts, inner, function, steps)
        case ast.Call():
            called = _called(facts, value, function)
            return called is not None and _gives_rows(facts, called, steps - 1)
        case ast.ListComp(generators=[one]):
            return _are_rows(facts, one.iter, function, steps)
        case ast.Name(id=name):
            return _holds_rows(facts, name, function, steps - 1)
        case _:
            return False


# A name may be made of itself in many places, and each of those is to be looked at once.
@lru_cache(maxsize=512)
def _holds_rows(facts: Facts, name: str, function: Function, steps: int) -> bool:
    given = function.assigned.get(name, [])
    if not given or isinstance(given[-1], ast.Subscript):
        return False
    return any(_are_rows(facts, each, function, steps) for each in given) or (
        isinstance(given[-1], ast.List) and _is_filled(facts, name, function, steps)
    )


def _is_cut(value: ast.expr, function: Function) -> bool:
    """Whether a query says how many rows it wants, or asks for sums of them."""
    seen: set[str] = set()
    waiting = [value]
    while waiting:
        for node in walk(waiting.pop()):
            match node:
                case ast.Constant(value=str() as text) if _CUT_SQL.search(text):
                    return True
                case ast.Attribute(attr=name) if name in _CUTS:
                    return True
                case ast.Name(id=name) if name not in seen:
                    seen.add(name)
                    waiting += function.assigned.get(name, ())
                case _:
                    pass
    return False


def _is_filled(facts: Facts, name: str, function: Function, steps: int) -> bool:
    """Whether something is appended to a list for each of some rows."""
    return any(
        _are_rows(facts, loop.iter, function, steps)
        for loop in own_nodes(function)
        if isinstance(loop, ast.For | ast.AsyncFor)
        and any(
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Attribute)
            and each.func.attr == "append"
            and isinstance(each.func.value, ast.Name)
            and each.func.value.id == name
            for statement in loop.body
            for each in walk(statement)
        )
    )


@lru_cache(maxsize=512)
def _gives_rows(facts: Facts, function: Function, steps: int) -> bool:
    annotation = function.node.returns
    if annotation is None:
        return _returns_rows(facts, function, steps)
    kinds = facts.index.typed(annotation, function.module)
    names = [
        (facts.index.symbol(each.value, scope) or "").rpartition(".")[2]
        for each, scope in kinds
        if isinstance(each, ast.Subscript)
    ]
    declared = bool(kinds) and len(names) == len(kinds) and set(names) <= _LISTS
    return declared and _returns_rows(facts, function, steps)


def _asks(value: ast.Call) -> bool:
    """Whether a chain of calls begins with ``session.query(...)``."""
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "query"
        for each in walk(value)
    )


def _is_library(facts: Facts, call: ast.Call, function: Function) -> bool:
    """Whether what is called is no function of the project."""
    return _called(facts, call, function) is None


def _called(facts: Facts, call: ast.Call, function: Function) -> Function | None:
    origin = facts.index.called(call.func, function)
    target = facts.index.definition(origin)
    if isinstance(target, Class):
        return None
    if isinstance(target, Function):
        return target
    owner, _, last = origin.rpartition(".")
    return facts.index.method(owner, last)
