"""Whether somebody is looked up by what a client gives, or by who is known already."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import dotted, last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.modules import Function

_IDENTIFIER = re.compile(r"(?i)(^|_)(id|pk|uuid|sub)$|current|token|session")
# Whoever it is has been let in before.
_KNOWN = re.compile(
    r"(?i)current|logged_?in|^request\.(user|state)\b|^self\.(user|request\.user)\b"
)
_CONDITIONS = frozenset({"filter", "filter_by", "where"})
_HOLDERS = frozenset({"db", "self"})
# Of a value that is no name; it is as good as what a client gives.
_UNTOLD = "?"


def looks_up(node: ast.expr, function: Function) -> bool:
    """Whether an expression looks somebody up by what a client gives, not by an identifier."""
    while isinstance(node, ast.Await | ast.Subscript):
        node = node.value
    call = node
    while (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and not (call.args or call.keywords)
    ):
        inner = call.func.value
        call = inner.value if isinstance(inner, ast.Await) else inner
    if not isinstance(call, ast.Call):
        return False
    names = [*_given(call, function), *_compared(call, function)]
    by_id = [name for name in names if _is_known(name)]
    others = [
        name
        for name in names
        if name not in by_id and not _last(name)[0].isupper() and _last(name) not in _HOLDERS
    ]
    called = last_called(call)
    return not _IDENTIFIER.search(called) and not (by_id and not others)


def _given(call: ast.Call, function: Function) -> Iterator[str]:
    """What a call is given by a name; a query that is made before is no such thing."""
    for each in arguments_of(call):
        name = dotted(each) if isinstance(each, ast.Name | ast.Attribute) else None
        if name and not (isinstance(each, ast.Name) and _queries(each, function)):
            yield name


def _queries(name: ast.Name, function: Function) -> list[ast.Call]:
    """The queries that a name is given in a function, each with its conditions."""
    return [
        value
        for value in function.assigned.get(name.id, ())
        if isinstance(value, ast.Call)
        and any(
            isinstance(part, ast.Call) and last_called(part) in _CONDITIONS for part in walk(value)
        )
    ]


def _compared(call: ast.Call, function: Function) -> Iterator[str]:
    """What the conditions of a query compare columns with, and the keys of a document."""
    queries: list[ast.AST] = [call]
    for each in walk(call):
        if isinstance(each, ast.Name):
            queries += _queries(each, function)
    for node in (part for query in queries for part in walk(query)):
        match node:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                value = left if _is_column(right) and not _is_column(left) else right
                if not isinstance(value, ast.Constant):
                    yield _told(value)
            case ast.Call(func=ast.Attribute(attr="filter_by"), keywords=keywords):
                given = [each.value for each in keywords]
                yield from (_told(each) for each in given if not isinstance(each, ast.Constant))
            case ast.Dict(values=values):
                yield from (_told(each) for each in values if not isinstance(each, ast.Constant))
            case _:
                pass


def _is_column(node: ast.expr) -> bool:
    """Whether it is the column of a class, such as ``User.id``."""
    return isinstance(node, ast.Attribute) and (dotted(node) or "")[:1].isupper()


def _told(node: ast.expr) -> str:
    """The name of a value, its conversion left out: ``int(claims["sub"])`` is ``claims.sub``."""
    match node:
        case ast.Name() | ast.Attribute():
            return dotted(node) or _UNTOLD
        case (
            ast.Subscript(value=holder, slice=ast.Constant(value=str() as key))
            | ast.Call(
                func=ast.Attribute(attr="get", value=holder),
                args=[ast.Constant(value=str() as key), *_],
            )
        ) if key:
            return f"{dotted(holder) or _UNTOLD}.{key}"
        case ast.Call(args=[inner], keywords=[]):
            return _told(inner)
        case _:
            return _UNTOLD


def _is_known(name: str) -> bool:
    return _IDENTIFIER.search(_last(name)) is not None or _KNOWN.search(name) is not None


def _last(name: str) -> str:
    return name.rpartition(".")[2]
