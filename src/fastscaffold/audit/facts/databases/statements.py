"""Calls that ask the database for rows, through a session of SQLAlchemy or SQLModel."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import is_table
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_SENDING = frozenset({"exec", "execute", "scalar", "scalars", "stream", "stream_scalars"})
_GETTING = frozenset({"get", "get_one"})
_FETCHING = frozenset(
    {"all", "count", "first", "get", "one", "one_or_none", "scalar", "scalar_one", "scalars"}
)
_STEPS = 4
_LIBRARIES = ("sqlalchemy", "sqlmodel", "?")
_READS = re.compile(r"(?is)^\s*(?:select|with)\b")


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A query.

    Attributes:
        node: the call that sends it; of a ``session.query(…)``, the one that fetches.
        entity: the only table whose rows it gives; None where there is none, or more than one.
        parts: all expressions that it is put together of.
    """

    node: ast.Call
    entity: Class | None
    parts: tuple[ast.expr, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every name and attribute that stands in it."""
        return frozenset(
            each.attr if isinstance(each, ast.Attribute) else each.id
            for part in self.parts
            for each in walk(part)
            if isinstance(each, ast.Attribute | ast.Name)
        )


def chain(node: ast.expr) -> Iterator[ast.expr]:
    """An expression and what stands in front of its last method, and so on to the first name."""
    while True:
        yield node
        match node:
            case ast.Call(func=ast.Attribute(value=inner)) | ast.Await(value=inner):
                node = inner
            case ast.Attribute(value=inner) | ast.Subscript(value=inner):
                node = inner
            case _:
                return


def read_in(facts: Facts, node: ast.expr, function: Function) -> Read | None:
    """The query in a chain of calls such as ``(await session.execute(…)).scalars().all()``."""
    for each in chain(node):
        if isinstance(each, ast.Call):
            found = read_by(facts, each, function)
            if found is not None:
                return found
    return None


def read_by(facts: Facts, call: ast.Call, function: Function) -> Read | None:
    """The query that one call sends; None where it sends none, or nobody can tell."""
    if not isinstance(call.func, ast.Attribute) or not _is_library(facts, call, function):
        return None
    method = call.func.attr
    if method in _SENDING and call.args:
        parts = _selected(facts, call.args[0], function, _STEPS)
        return Read(call, _entity(facts, parts, function), (call, *parts)) if parts else None
    if method in _GETTING and len(call.args) > 1:
        entity = _table(facts, call.args[0], function)
        return Read(call, entity, (call,)) if entity is not None else None
    if method in _FETCHING:
        return _queried(facts, call, function)
    return None


def _is_library(facts: Facts, call: ast.Call, function: Function) -> bool:
    """Whether what is called is not the project's own."""
    origin = facts.index.called(call.func, function)
    if facts.index.definition(origin) is not None:
        return False
    owner, _, method = origin.rpartition(".")
    return facts.index.method(owner, method) is None


def _queried(facts: Facts, call: ast.Call, function: Function) -> Read | None:
    """``session.query(Table)…`` that is fetched."""
    parts: list[ast.expr] = [call]
    for each in list(chain(call))[1:]:
        match each:
            case ast.Call(func=ast.Attribute(attr="query"), args=[first, *others]):
                entity = _table(facts, first, function)
                tables = [_table_in(facts, one, function) for one in (first, *others)]
                if not any(tables):
                    return None
                return Read(call, None if others else entity, tuple(parts))
            case ast.Name(id=name):
                values = function.assigned.get(name, [])
                inner = [value for value in values if not _begins_with(value, name)]
                if len(inner) != 1:
                    return None
                parts += values
                query = _bottom(inner[0])
                if query is None or not query.args:
                    return None
                entity = _table(facts, query.args[0], function)
                return Read(call, entity if len(query.args) == 1 else None, tuple(parts))
            case _:
                pass
    return None


def _bottom(node: ast.expr) -> ast.Call | None:
    """The call of ``query`` that a chain begins with."""
    for each in chain(node):
        match each:
            case ast.Call(func=ast.Attribute(attr="query")):
                return each
            case _:
                pass
    return None


def _begins_with(node: ast.expr, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in chain(node))


def _table(facts: Facts, node: ast.expr, scope: Function) -> Class | None:
    found = facts.index.class_of(node, scope)
    return found if found is not None and is_table(facts.index, found) else None


def _table_in(facts: Facts, node: ast.expr, scope: Function) -> Class | None:
    """The table that an expression names, or a column of which."""
    for each in walk(node):
        found = _table(facts, each, scope) if isinstance(each, ast.Name | ast.Attribute) else None
        if found is not None:
            return found
    return None


def _selected(facts: Facts, node: ast.expr, function: Function, steps: int) -> tuple[ast.expr, ...]:
    """What a statement is put together of, where it is a ``select``; empty for any other."""
    if steps == 0:
        return ()
    start = list(chain(node))[-1]
    if isinstance(start, ast.Name) and start.id in function.assigned:
        values = function.assigned[start.id]
        starts = [each for each in values if not _begins_with(each, start.id)]
        found = [_selected(facts, each, function, steps - 1) for each in starts]
        return (node, *values, *_joined(found)) if found and all(found) else ()
    for each in chain(node):
        if not isinstance(each, ast.Call):
            continue
        called = facts.index.called(each.func, function)
        last = called.rpartition(".")[2]
        if last == "select" and called.startswith(_LIBRARIES):
            return (node,)
        if last == "text" and each.args:
            text = facts.values.text(each.args[0], function) or ""
            return (node,) if _READS.match(text) else ()
        made = facts.index.definition(called)
        if made is None:
            owner, _, method = called.rpartition(".")
            made = facts.index.method(owner, method)
        if isinstance(made, Function):
            found = [_selected(facts, value, made, steps - 1) for value in returned(made)]
            if found and all(found):
                return (node, *_joined(found))
            # It may give back a statement that it is given, with more conditions.
            given = [_selected(facts, value, function, steps - 1) for value in each.args[:1]]
            return (node, *_joined(given)) if given and all(given) else ()
    return ()


def _joined(found: list[tuple[ast.expr, ...]]) -> list[ast.expr]:
    return [each for several in found for each in several]


def _entity(facts: Facts, parts: tuple[ast.expr, ...], function: Function) -> Class | None:
    """The table of ``select(Table)``."""
    found: set[str] = set()
    entity = None
    for part in parts:
        for each in chain(part):
            if not isinstance(each, ast.Call):
                continue
            if facts.index.called(each.func, function).rpartition(".")[2] == "select":
                first = _table(facts, each.args[0], function) if len(each.args) == 1 else None
                if first is None:
                    return None
                entity = first
                found.add(first.symbol)
    return entity if len(found) == 1 else None
