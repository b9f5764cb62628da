"""Rows of tables that routes return as they are, where no model says what of them is sent."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fastscaffold.audit.facts.answers.dumped_rows import dumping, dumps_columns, of_generic
from fastscaffold.audit.facts.answers.hidden_answers import is_hidden_page
from fastscaffold.audit.facts.answers.hidden_columns import says_what
from fastscaffold.audit.facts.answers.responses import is_json
from fastscaffold.audit.facts.answers.sent_values import sent_values
from fastscaffold.audit.facts.classes import is_table
from fastscaffold.audit.facts.lists.answered import is_open
from fastscaffold.audit.facts.requests.models import is_model
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import is_none
from fastscaffold.audit.provided import provided
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route

_ASKING = frozenset({"find", "find_all", "find_one", "get", "query", "scalar", "select"})
# What of a result is a row, or a list of rows, and no number or flag.
_GIVING = frozenset(
    {
        "all", "create", "filter", "find_all", "find_one", "first", "get", "get_or_404",
        "get_or_none", "limit", "offset", "one", "one_or_none", "order_by", "query",
        "scalar_one", "scalar_one_or_none", "scalar", "scalars", "to_list",
    }
)  # fmt: skip
# Queries that are told which columns they give have rows of their own.
_CHOOSING = frozenset({"only", "project", "with_entities", "with_only_columns"})
_CALCULATED = frozenset({"aggregate", "count", "exists", "values", "values_list"})
_COPYING = frozenset({"dict", "model_dump"})
_PASSING = frozenset({"list", "jsonable_encoder", "vars"})
_STEPS = 8


class Row(NamedTuple):
    """A table whose row a route returns, and the function that makes or asks for it.

    Attributes:
        dumped: the method that makes a mapping of all columns of the row.
        is_copied: pydantic or Python makes one.
    """

    table: Class
    function: Function
    dumped: Function | None = None
    is_copied: bool = False


def answered_rows(facts: Facts) -> Iterator[tuple[Route, Row]]:
    """Routes that put the rows which they return through no model, and the table of each."""
    for route in facts.routes:
        if route.is_websocket or is_hidden_page(facts, route):
            continue
        seen: set[str] = set()
        for value in returned(route.function):
            is_past = is_past_models(facts, route, value)
            if not is_past and not is_open(facts, route):
                continue
            for each in sent_values(facts, value, route.function):
                row = _row(facts, each, route.function, _STEPS)
                # Where anything is declared, what pydantic does not know cannot be sent.
                if row is None or row.table.symbol in seen:
                    continue
                if is_past or is_model(facts, row.table):
                    seen.add(row.table.symbol)
                    yield route, row


def is_past_models(facts: Facts, route: Route, value: ast.expr) -> bool:
    """Whether what is returned is sent whatever it is."""
    if isinstance(value, ast.Call) and is_json(facts, facts.index.kind(value, route.function)):
        # A response is sent as it is, whatever is declared.
        return True
    declared = route.call.argument("response_model")
    if declared is not None:
        return is_none(declared)
    return route.function.node.returns is None


def _row(facts: Facts, value: ast.expr, function: Function, steps: int) -> Row | None:
    """The table that a value is a row of, or a list of rows."""
    if steps == 0:
        return None
    match value:
        case ast.Await(value=inner):
            return _row(facts, inner, function, steps)
        case ast.Name(id=name) if name in function.assigned:
            # Of several places the last one counts: a row may be turned into something else.
            return _row(facts, function.assigned[name][-1], function, steps - 1)
        case ast.Call(func=ast.Name(id=name), args=[inner]) if name in _PASSING:
            return _row(facts, inner, function, steps)
        case ast.Call():
            return _of_call(facts, value, function, steps)
        case ast.Attribute(value=inner, attr="__dict__"):
            row = _row(facts, inner, function, steps - 1)
            return None if row is None else row._replace(is_copied=True)
        case ast.ListComp(
            elt=ast.Call(func=ast.Attribute(value=ast.Name(id=name))) as each,
            generators=[ast.comprehension(target=ast.Name(id=target), iter=rows)],
        ) if name == target:
            return _dumped(facts, each, _row(facts, rows, function, steps - 1))
        case ast.Name(id=name):
            known = _of(_table(facts, facts.index.kind(value, function)), function)
            return known or _depended_on(facts, name, function, steps)
        case _:
            return None


def _depended_on(facts: Facts, name: str, function: Function, steps: int) -> Row | None:
    """The row that a dependency gives to a parameter, whatever that says of its type."""
    for call in provided(function, name):
        found = _row(facts, call, function, steps - 1)
        if found is not None:
            return found
    return None


def _of_call(facts: Facts, call: ast.Call, function: Function, steps: int) -> Row | None:
    made = _table(facts, facts.index.symbol(call.func, function))
    if made is not None:
        return Row(made, function)
    if isinstance(call.func, ast.Attribute) and call.func.attr in dumping(facts):
        found = _dumped(facts, call, _row(facts, call.func.value, function, steps - 1))
        if found is not None:
            return found
    helper = facts.index.function_of(call.func, function)
    if helper is None:
        owner, _, last = facts.index.called(call.func, function).rpartition(".")
        helper = facts.index.method(owner, last)
    if helper is not None:
        tables = [_table(facts, each.symbol) for each in of_generic(facts, call, helper, function)]
        known = list(filter(None, tables))
        return Row(known[0], helper) if known else _returned_row(facts, helper, steps - 1)
    if isinstance(call.func, ast.Attribute) and call.func.attr in _COPYING:
        return _copied(facts, call, _row(facts, call.func.value, function, steps - 1))
    if isinstance(call.func, ast.Attribute) and call.func.attr in _GIVING:
        asked = _asked(facts, call, function) or _asked_itself(facts, call, function)
        return _of(asked, function)
    return None


def _copied(facts: Facts, call: ast.Call, row: Row | None) -> Row | None:
    """The row that pydantic makes a mapping of, unless something is left out."""
    if row is None or not is_model(facts, row.table):
        return None
    is_part = any(each.arg in {None, "exclude", "include"} for each in call.keywords)
    return None if is_part else row._replace(is_copied=True)


def _asked_itself(facts: Facts, call: ast.Call, function: Function) -> Class | None:
    """The table whose own methods ask for its rows, whole: ``User.find_one(...)``."""
    node: ast.expr = call
    while isinstance(node, ast.Call | ast.Attribute | ast.Await):
        if isinstance(node, ast.Attribute):
            if node.attr in _CHOOSING | _CALCULATED:
                return None
            node = node.value
        else:
            node = node.func if isinstance(node, ast.Call) else node.value
        table = _table(facts, facts.index.symbol(node, function))
        if table is not None:
            return table
    return None


def _dumped(facts: Facts, call: ast.Call, row: Row | None) -> Row | None:
    """The row that a method turns into a mapping of all its columns."""
    if row is None or not isinstance(call.func, ast.Attribute):
        return None
    method = facts.index.method(row.table.symbol, call.func.attr)
    if method is None or not dumps_columns(method) or says_what(call, method):
        return None
    return row._replace(dumped=method)


# What helpers return that call each other is looked at once.
@lru_cache(maxsize=2048)
def _returned_row(facts: Facts, helper: Function, steps: int) -> Row | None:
    found = (_row(facts, each, helper, steps) for each in returned(helper))
    return next((each for each in found if each is not None), None)


def _of(table: Class | None, function: Function) -> Row | None:
    return None if table is None else Row(table, function)


def _asked(facts: Facts, call: ast.Call, function: Function) -> Class | None:
    """The only table that a query names, whole: ``session.query(User)``, ``select(User)``."""
    waiting: list[ast.expr] = [call]
    seen: set[str] = set()
    while waiting:
        for node in walk(waiting.pop()):
            match node:
                case ast.Call(func=ast.Attribute(attr=name), args=[_, *_] as args) if (
                    name in _CHOOSING
                    and all(
                        _table(facts, facts.index.symbol(each, function)) is None for each in args
                    )
                ):
                    return None
                case ast.Call(func=ast.Name() | ast.Attribute(), args=args) if (
                    args and (name := _asking(facts, node, function)) in _ASKING
                ):
                    table = _table(facts, facts.index.symbol(args[0], function))
                    if table is not None:
                        return table if name == "get" or len(args) == 1 else None
                case ast.Name(id=name) if name not in seen:
                    seen.add(name)
                    waiting += function.assigned.get(name, ())
                case _:
                    pass
    return None


def _asking(facts: Facts, call: ast.Call, function: Function) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return facts.index.called(call.func, function).rpartition(".")[2]


def _table(facts: Facts, symbol: str | None) -> Class | None:
    defined = facts.index.definition(symbol)
    if isinstance(defined, Class) and is_table(facts.index, defined):
        return defined
    return None


def asked_table(facts: Facts, value: ast.expr, function: Function) -> str | None:
    """The symbol of the table that a row is asked of, such as ``session.query(User).first()``."""
    value = value.value if isinstance(value, ast.Await) else value
    table = _asked(facts, value, function) if isinstance(value, ast.Call) else None
    return None if table is None else table.symbol
