"""Which calls are given whole statements of SQL, whatever it is that they call."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Scope

_TAKES_SQL = re.compile(r"(?i)^(?:text|raw|sql)$|exec|fetch|quer|scalar|iterate|read_sql")
_NAMES_SQL = re.compile(r"(?i)(\w+_)?(sql|query|statement|stmt)(_(text|string|str))?")
_STATEMENT = re.compile(
    r"(?is)^\s*(?:--[^\n]*\n\s*)*(?:(?-i:SELECT|select)\b.+\bfrom\s+(?!(?:the|an?|this|your)\s)"
    r"|select\s+\w+\s*\("
    r"|insert\s+(?:or\s+\w+\s+|ignore\s+)?into\s|replace\s+into\s|delete\s+from\s"
    r"|update\s+\S+(?:\s+\w+)?\s+set\s|with\s+(?:recursive\s+)?\w+[^.]*?\bas\s*\("
    r"|(?:create|drop|alter|truncate)\s+(?:temp\w*\s+)?(?:table|index|view|schema)\s|merge\s+into\s"
    r"|call\s+\w+\s*\()"
)


def is_given_sql(facts: Facts, call: Call) -> bool:
    """Whether a call is given SQL that stands where it does, or in a name beside it."""
    called = call.node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    given = arguments_of(call.node) if _TAKES_SQL.search(name) else _for_sql(facts, call)
    return any(
        _STATEMENT.match(text) is not None
        for each in given
        for text in _texts(facts, each, call.scope)
    )


def _for_sql(facts: Facts, call: Call) -> list[ast.expr]:
    """What a function of the project is given that it takes for a statement, as it names it."""
    if not call.node.args and not call.node.keywords:
        return []
    taker = facts.callers.target(call)
    if not isinstance(taker, Function):
        return []
    placed = zip(taker.positional, call.node.args, strict=False)
    found = [value for name, value in placed if _NAMES_SQL.fullmatch(name)]
    named = (each.value for each in call.node.keywords if _NAMES_SQL.fullmatch(each.arg or ""))
    return [*found, *named]


def _texts(facts: Facts, node: ast.expr, scope: Scope) -> Iterator[str]:
    """The texts that an argument is, or wraps as ``text("SELECT ...")`` does."""
    for each in walk(node):
        match each:
            case ast.JoinedStr():
                yield _joined(each)
            case ast.Constant(value=str() as text):
                yield text
            case ast.Name(id=name) if isinstance(scope, Function) and name in scope.assigned:
                for value in scope.assigned[name]:
                    yield from _written(value)
            case ast.Name() | ast.Attribute():
                known = facts.values.text(each, scope)
                if known is not None:
                    yield known
            case _:
                pass


def _written(value: ast.expr) -> Iterator[str]:
    for each in walk(value):
        match each:
            case ast.JoinedStr():
                yield _joined(each)
            case ast.Constant(value=str() as text):
                yield text
            case _:
                pass


def _joined(node: ast.JoinedStr) -> str:
    """What stands in an f-string, with a word for whatever is put in."""
    return "".join(
        str(each.value) if isinstance(each, ast.Constant) else "x" for each in node.values
    )
