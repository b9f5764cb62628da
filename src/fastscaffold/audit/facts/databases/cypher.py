"""Queries of graph databases, which are written in Cypher."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.texts.interpolation import summed

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Function

_RUNS = frozenset({"execute_query", "run"})
_MATCHES = re.compile(r"(?s)^\s*(?:OPTIONAL\s+)?MATCH\b.*\bRETURN\b(?P<returned>.*)", re.IGNORECASE)
# One that writes answers with what it wrote.
_ELSE = re.compile(r"(?i)\b(?:create|delete|limit|merge|remove|set)\b")
_SUMS = re.compile(r"(?i)\b(?:avg|collect|count|max|min|sum)\s*\(")


def runs_match(value: ast.expr, function: Function) -> bool:
    """Whether a session is told to match nodes, of which it gives all there are."""
    match _given(value, function):
        case ast.Call(func=ast.Attribute(attr=name), args=[query, *_]) if name in _RUNS:
            return any(_matches_all(each) for each in _texts(query, function))
        case _:
            return False


def _given(value: ast.expr, function: Function) -> ast.expr:
    if isinstance(value, ast.Name) and function.assigned.get(value.id):
        value = function.assigned[value.id][-1]
    return value.value if isinstance(value, ast.Await) else value


def _texts(query: ast.expr, function: Function) -> list[str]:
    """What a query says, and may say, but for what is filled in."""
    given = function.assigned.get(query.id, []) if isinstance(query, ast.Name) else [query]
    return [_text(each) for each in given]


def _text(query: ast.expr) -> str:
    match query:
        case ast.JoinedStr(values=parts):
            return "".join(map(_text, parts))
        case ast.BinOp(op=ast.Add()):
            return "".join(map(_text, summed(query)))
        case ast.Constant(value=str() as text):
            return text
        case _:
            return "_"


def _matches_all(text: str) -> bool:
    found = _MATCHES.match(text)
    return (
        found is not None and _ELSE.search(text) is None and _SUMS.search(found["returned"]) is None
    )
