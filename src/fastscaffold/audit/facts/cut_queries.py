"""Queries that say how many rows they want, or ask for sums of them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import called_name
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Function

_CUTS = frozenset({"distinct", "fetchmany", "limit", "paginate", "slice", "top"})
# The options of a database are as many as its version knows.
_CUT_SQL = re.compile(r"(?i)\b(?:limit|fetch\s+first)\b|^\s*pragma\b")
# What is grouped by a key has as many rows as there are things, and they grow.
_SUMS = re.compile(
    r"(?i)\bgroup\s+by\b(?!(?:(?!\b(?:order|having|limit|union)\b)[\w.,\s\"`])*?(?:\b|_)id\b)"
)
_TOTALS = re.compile(r"(?i)\s*(?:avg|count|max|min|sum)\s*\([^()]*\)(?!\s*over\b)")
_SELECTED = re.compile(r"(?i)^\s*select\b")
_FROM = re.compile(r"(?i)\bfrom\b")


def is_cut_query(value: ast.expr, function: Function) -> bool:
    """Whether an expression, or what its names are given, cuts what is asked for."""
    seen: set[str] = set()
    waiting = [value]
    while waiting:
        for node in walk(waiting.pop()):
            match node:
                case ast.Constant(value=str() as text) if _cuts(text):
                    return True
                case ast.Attribute(attr=name) if name in _CUTS:
                    return True
                case ast.Call() if called_name(node).endswith("to_list") and _has_number(node):
                    return True
                case ast.Name(id=name) if name not in seen:
                    seen.add(name)
                    waiting += function.assigned.get(name, ())
                case _:
                    pass
    return False


def _cuts(text: str) -> bool:
    return bool(_CUT_SQL.search(text) or _SUMS.search(text) or _is_total(text))


def _is_total(text: str) -> bool:
    """Whether nothing is asked for but sums, and nothing is named that they are grouped by."""
    selected = _SELECTED.match(text)
    if selected is None or "group by" in " ".join(text.lower().split()):
        return False
    columns = _FROM.split(text[selected.end() :], maxsplit=1)
    return len(columns) > 1 and all(_TOTALS.match(each) for each in columns[0].split(","))


def _has_number(call: ast.Call) -> bool:
    given = [*call.args, *(each.value for each in call.keywords if each.arg == "length")]
    return any(not (isinstance(each, ast.Constant) and each.value is None) for each in given)
