"""Queries that say how many rows they want, or ask for sums of them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import called_name, last_called
from fastscaffold.audit.walking import children, inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Function

_CUTS = frozenset({"fetchmany", "limit", "paginate", "slice", "top"})
# A word of a text is a clause where a number, a place for one, or the end of a part follows it.
_CUT_SQL = re.compile(
    r"(?i)\blimit\s*(?:[\d:%$?@({]|\s$)|\bfetch\s+(?:first|next)\b|\bselect\s+top\b"
    r"|(?-i:\bLIMIT$)|\bselect\b.+\bfrom\b.+\blimit\b"
    # The options of a database are as many as its version knows.
    r"|^\s*pragma\b"
)
# What is grouped by a key has as many rows as there are things, and they grow.
_SUMS = re.compile(
    r"(?i)\bgroup\s+by\b(?!(?:(?!\b(?:order|having|limit|union)\b)[\w.,\s\"`])*?(?:\b|_)id\b)"
)
_TOTALS = re.compile(r"(?i)\s*(?:avg|count|max|min|sum)\s*\([^()]*\)(?!\s*over\b)")
_SELECTED = re.compile(r"(?i)^\s*select\b")
_FROM = re.compile(r"(?i)\bfrom\b")
_CHOOSING = frozenset({"query", "select", "values", "values_list", "with_entities"})


# What has one of a few of these is one of a few.
_IDENTITIES = frozenset({"_id", "id", "pk", "uuid"})
# What is made of all values of a column, and has one row for each group.
_SUMMED = frozenset({"array_agg", "avg", "count", "group_concat", "json_agg", "string_agg", "sum"})
# What stands in these is no condition that all rows meet.
_LOOSE = frozenset({"not_", "or_"})


def is_cut_query(value: ast.expr, function: Function) -> bool:
    """Whether an expression, or what its names are given, cuts what is asked for."""
    cut = any(_cuts(node, function) for node in _asked(value, function))
    return cut or _has_kinds(value, function)


def _cuts(node: ast.AST, function: Function) -> bool:
    match node:
        case ast.Call(
            func=ast.Attribute(attr="in_", value=ast.Attribute(attr=column)), args=[given]
        ):
            return column in _IDENTITIES and _is_written(given, function)
        case ast.Constant(value=str() as text):
            return bool(_CUT_SQL.search(text) or _SUMS.search(text) or _is_total(text))
        case ast.Call(func=ast.Attribute(attr=name)) if name in _CUTS:
            return True
        case ast.Call() if called_name(node).endswith("to_list"):
            return _has_number(node)
        case ast.Attribute(attr="limit", value=holder):
            return not _is_of_table(holder)
        case _:
            return False


def _is_written(given: ast.expr, function: Function) -> bool:
    """Whether all values of a list stand in the code."""
    if isinstance(given, ast.Name):
        made = function.assigned.get(given.id, [])
        return (
            len(made) == 1 and not isinstance(made[0], ast.Name) and _is_written(made[0], function)
        )
    return (
        isinstance(given, ast.List | ast.Set | ast.Tuple)
        and all(isinstance(each, ast.Constant) for each in given.elts)
        and bool(given.elts)
    )


def _is_of_table(holder: ast.expr) -> bool:
    """Whether an attribute is a column, of a class or a table, and no number that is given."""
    match holder:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name == "c" or name[:1].isupper()
        case _:
            return True


def _asked(value: ast.expr, function: Function) -> Iterator[ast.AST]:
    """What stands in an expression, and its names are given, but for what is compared or denied."""
    seen: set[str] = set()
    waiting: list[ast.AST] = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Compare | ast.UnaryOp):
            continue
        if isinstance(node, ast.Call) and last_called(node) in _LOOSE:
            continue
        yield node
        # What a chain begins with is asked before what its calls are given.
        waiting += reversed(children(node))
        if isinstance(node, ast.Name) and node.id not in seen:
            seen.add(node.id)
            waiting += [*function.assigned.get(node.id, ()), *_added(node.id, function)]


def _added(name: str, function: Function) -> Iterator[ast.expr]:
    """What is put behind a text by and by: ``query += " LIMIT ?"``."""
    for node in inside(function.node):
        match node:
            case ast.AugAssign(target=ast.Name(id=held), op=ast.Add()) if held == name:
                yield node.value
            case _:
                pass


def _is_total(text: str) -> bool:
    """Whether nothing is asked for but sums, and nothing is named that they are grouped by."""
    selected = _SELECTED.match(text)
    if selected is None or "group by" in " ".join(text.lower().split()):
        return False
    columns = _FROM.split(text[selected.end() :], maxsplit=1)
    return len(columns) > 1 and all(_TOTALS.match(each) for each in columns[0].split(","))


def _has_kinds(value: ast.expr, function: Function) -> bool:
    """Whether only the different values of columns are asked for, of which there are few."""
    calls = [each for each in _asked(value, function) if isinstance(each, ast.Call)]
    counted = {id(part) for each in calls if last_called(each) in _SUMMED for part in walk(each)}
    distinct = [
        each for each in calls if last_called(each) == "distinct" and id(each) not in counted
    ]
    if any(each.args and not any(map(_is_identity, each.args)) for each in distinct):
        return True
    chosen = [each.args for each in calls if last_called(each) in _CHOOSING and each.args]
    return bool(distinct and chosen) and all(
        isinstance(each, ast.Attribute | ast.Constant) and not _is_identity(each)
        for each in chosen[0]
    )


def _is_identity(column: ast.expr) -> bool:
    """Whether a column tells things apart, of which there are as many as values."""
    match column:
        case ast.Attribute(attr=name) | ast.Constant(value=str() as name):
            return bool(_IDENTITIES & {name, name.rpartition("_")[2]})
        case _:
            return False


def _has_number(call: ast.Call) -> bool:
    given = [*call.args, *(each.value for each in call.keywords if each.arg == "length")]
    return any(not (isinstance(each, ast.Constant) and each.value is None) for each in given)
