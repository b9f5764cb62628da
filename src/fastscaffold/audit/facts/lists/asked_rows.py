"""Calls of libraries that give all rows of a query, all files of a folder, all keys of a store."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.calls import database_calls
from fastscaffold.audit.facts.databases.cursors import is_cursor
from fastscaffold.audit.facts.databases.cypher import runs_match
from fastscaffold.audit.facts.lists.cut_queries import is_cut_query
from fastscaffold.audit.modules import Class, called_name, last_called
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

_ROWS = frozenset({"all", "fetch_all", "fetchall", "mappings", "scalars", "to_list"})
# Queries that are gone through as they are.
_CONDITIONS = frozenset({"filter", "filter_by", "join", "options", "order_by", "where"})
# What a query that is built on a client begins with, and what makes it one for a single row, for
# numbers, or for pages.
_OF_TABLES = frozenset({"collection", "collection_group", "from_", "table"})
_BUILT_FOR_ONE = frozenset(
    {"count", "delete", "document", "insert", "limit", "limit_to_last", "maybe_single", "range"}
    | {"single", "update", "upsert"}
)
_SQL_ROWS = frozenset({"fetch", "iterate"})
_EXECUTED = frozenset({"exec", "execute", "stream", "stream_scalars"})
_SQL = re.compile(r"(?is)^\s*(?:select|with|show|table)\b")
STATEMENTS = frozenset({"query", "sql", "statement", "stmt"})
_FOLDERS = frozenset(
    {"glob.glob", "glob.iglob", "os.listdir", "os.scandir", "os.walk", "aiofiles.os.listdir"}
)
_STORED = frozenset({"hvals", "smembers"})
_RANGES = frozenset({"lrange", "zrange", "zrevrange"})
_LISTED = frozenset({"glob", "iterdir", "rglob"})
# Some rows of a table of pandas, or what they come to.
_PARTS = frozenset(
    {"agg", "describe", "groupby", "head", "iloc", "nlargest", "nsmallest", "sample", "tail"}
)
_RECORDS = frozenset({"tortoise.models.Model"})
# Whatever is said of a query besides, these give one row.
_ONE = frozenset({"earliest", "first", "get", "get_or_none", "last", "latest"})
_WHOLE = frozenset(
    {"all", "exclude", "filter", "order_by", "prefetch_related", "values", "values_list"}
)


def asks_for_rows(facts: Facts, value: ast.expr, function: Function) -> bool:
    """Whether a library gives all rows for an expression."""
    match value:
        case ast.Await(value=inner):
            return _is_record_query(facts, inner, function) and not is_cut_query(inner, function)
        case ast.Call(func=ast.Attribute(value=result, attr="data")) if runs_match(
            result, function
        ):
            return True
        case ast.Attribute(value=held, attr="data"):
            return _is_built(facts, _given(held, function), function)
        case ast.Call(func=ast.Attribute(attr="from_queryset"), args=[query, *_]):
            # A model that is made of one of Tortoise asks for all that the query gives.
            return _is_record_query(facts, query, function) and not is_cut_query(query, function)
        case ast.Call(func=ast.Attribute(attr=name)):
            wanted = (
                name in _ROWS
                or (name in _CONDITIONS and _asks(value))
                or (name in _SQL_ROWS and _is_sql(value, function))
                or (name == "unique" and _has_call(value, _ROWS))
            )
            if name == "to_dict":
                return _is_whole_frame(value, function)
            if wanted:
                asked = [value, *_executed(value, function)]
                return not any(is_cut_query(each, function) for each in asked)
            return _is_stored(facts, value, function)
        case ast.Call():
            return _is_stored(facts, value, function)
        case _:
            return False


def _is_whole_frame(call: ast.Call, function: Function) -> bool:
    """Whether all rows of a table of pandas become records: ``frame.to_dict("records")``."""
    told = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "orient")]
    if not any(isinstance(each, ast.Constant) and each.value == "records" for each in told):
        return False
    holder: ast.expr = call
    while isinstance(holder, ast.Call | ast.Attribute):
        holder = holder.func if isinstance(holder, ast.Call) else holder.value
    made: list[ast.expr] = [call]
    if isinstance(holder, ast.Name):
        made += function.assigned.get(holder.id, ())
    return not isinstance(holder, ast.Subscript) and not any(
        isinstance(node, ast.Slice) or (isinstance(node, ast.Attribute) and node.attr in _PARTS)
        for each in made
        for node in walk(each)
    )


def _executed(call: ast.Call, function: Function) -> list[ast.expr]:
    """What the cursor that gives all rows was told to execute last before."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "fetchall":
        return []
    return _told_before(call.func.value, call.lineno, function)


def _told_before(held: ast.expr, line: int, function: Function) -> list[ast.expr]:
    cursor = unparsed(held)
    before = [
        each.node
        for each in function.calls
        if isinstance(each.node.func, ast.Attribute)
        and each.node.func.attr == "execute"
        and unparsed(each.node.func.value) == cursor
        and each.node.lineno <= line
    ]
    last = max(before, key=lambda each: each.lineno, default=None)
    return [] if last is None else list(last.args)


def iterates_rows(facts: Facts, value: ast.expr, function: Function) -> bool:
    """Whether what is gone through is a cursor, or lists a folder or the keys of a store."""
    if _is_told_cursor(facts, value, function):
        return True
    value = _given(value, function)
    if isinstance(value, ast.Await):
        value = value.value
    if not isinstance(value, ast.Call):
        return False
    if is_result(value, function) or _is_built(facts, value, function):
        return True
    listed = _has_call(value, _LISTED) or any(
        is_cursor(facts, each, function) for each in _chain(value)
    )
    return (listed or _is_stored(facts, value, function)) and not is_cut_query(value, function)


def _is_told_cursor(facts: Facts, value: ast.expr, function: Function) -> bool:
    """Whether a name is a cursor of a driver that was told what to select: ``list(cursor)``."""
    if not isinstance(value, ast.Name):
        return False
    told = _told_before(value, value.lineno, function)
    if not told or not _may_select(told[0], function):
        return False
    is_cut = any(is_cut_query(each, function) for each in told)
    return not is_cut and database_calls(facts).connections.kind(value, function) == "rows"


def _may_select(statement: ast.expr, function: Function) -> bool:
    """Whether a statement asks for rows; one that is given may."""
    if isinstance(statement, ast.Name) and function.takes(statement.id):
        return statement.id not in function.assigned
    return _has_sql(_given(statement, function))


def is_result(value: ast.expr, function: Function) -> bool:
    """Whether a session was told to select what is given: its result is gone through as rows are.

    A name counts by what it is given last, which may be one of the rows.
    """
    value = _given(value, function)
    value = value.value if isinstance(value, ast.Await) else value
    match value:
        case ast.Call(func=ast.Attribute(attr=name), args=[first, *_]) if name in _EXECUTED:
            return _selects(_given(first, function)) and not is_cut_query(value, function)
        case _:
            return runs_match(value, function)


def _selects(statement: ast.expr) -> bool:
    """Whether a chain of calls begins with ``select(...)``, or a text with the word."""
    if isinstance(statement, ast.Constant | ast.JoinedStr) or (
        isinstance(statement, ast.Call) and called_name(statement).endswith("text")
    ):
        return _has_sql(statement)
    while isinstance(statement, ast.Call | ast.Attribute):
        if isinstance(statement, ast.Call) and called_name(statement).endswith("select"):
            return True
        statement = statement.func if isinstance(statement, ast.Call) else statement.value
    return False


def _is_built(facts: Facts, value: ast.expr, function: Function) -> bool:
    """Whether a query that was built on a client, as of Supabase or Firestore, is sent uncut."""
    value = value.value if isinstance(value, ast.Await) else value
    match value:
        case ast.Call(func=ast.Attribute(value=query, attr="execute" | "get" | "stream" as sent)):
            pass
        case _:
            return False
    called = {last_called(each) for each in _chain(value)}
    if called & _BUILT_FOR_ONE or not called & _OF_TABLES or is_cut_query(value, function):
        return False
    # Firestore gives rows of a collection, Supabase those that are selected.
    is_read = sent != "execute" or "select" in called
    return is_read and database_calls(facts).connections.kind(query, function) == "builder"


def _is_stored(facts: Facts, call: ast.Call, function: Function) -> bool:
    """Whether a folder is listed, or all that a key of Redis holds is read."""
    if facts.index.called(call.func, function) in _FOLDERS:
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in _RANGES:
        return any(unparsed(each) == "-1" for each in call.args[2:3])
    return call.func.attr in _STORED


def _is_record_query(facts: Facts, value: ast.expr, function: Function) -> bool:
    """Whether what is awaited is a query of an ORM whose models are asked themselves."""
    match _given(value, function):
        case ast.Call(func=ast.Attribute(attr=name)) as call if name in _WHOLE:
            holder: ast.expr = call
            if any(last_called(each) in _ONE for each in _chain(call)):
                return False
            while isinstance(holder, ast.Call | ast.Attribute):
                holder = holder.func if isinstance(holder, ast.Call) else holder.value
                defined = facts.index.definition(facts.index.symbol(holder, function))
                if isinstance(defined, Class):
                    return facts.index.is_a(defined.symbol, *_RECORDS)
            return False
        case _:
            return False


def _given(value: ast.expr, function: Function) -> ast.expr:
    """What a name is given last, or the expression itself."""
    if isinstance(value, ast.Name) and function.assigned.get(value.id):
        return function.assigned[value.id][-1]
    return value


def _asks(value: ast.Call) -> bool:
    """Whether a chain of calls begins with ``session.query(...)``."""
    return _has_call(value, frozenset({"query"}))


def _has_call(value: ast.expr, names: frozenset[str]) -> bool:
    """Whether one of a chain of calls has a certain name."""
    while isinstance(value, ast.Call | ast.Attribute):
        if isinstance(value, ast.Call):
            value = value.func
            continue
        if value.attr in names:
            return True
        value = value.value
    return False


def _chain(value: ast.expr) -> Iterator[ast.Call]:
    """The calls of a chain, the last one first."""
    while isinstance(value, ast.Call | ast.Attribute):
        if isinstance(value, ast.Call):
            yield value
        value = value.func if isinstance(value, ast.Call) else value.value


def _is_sql(call: ast.Call, function: Function) -> bool:
    """Whether what is asked for is a statement, by its text or its name."""
    if not call.args:
        return False
    first = call.args[0]
    if isinstance(first, ast.Name):
        if first.id in STATEMENTS:
            return True
        made = function.assigned.get(first.id, [])
    else:
        made = [first]
    return any(map(_has_sql, made))


def _has_sql(value: ast.expr) -> bool:
    """Whether a text asks for rows, or an expression holds one that does."""
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _SQL.match(node.value) is not None
        for node in walk(value)
    )
