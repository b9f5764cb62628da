"""Functions that refuse who asks too often, and the names by which they go."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

LIMITER = re.compile(
    r"rate_?limit|ratelimit|throttl|slow_?down|(^|_|\.)limiter(_|\.|$)|limits?_?(by|per)_|Limiter$"
    r"|LoginLimit|login_limit|too_?many|brute_?force",
    re.IGNORECASE,
)
_TOO_MANY = re.compile(r"(?i)too_?many|rate_?limit")
_REFUSED = 429


def is_provider(function: Function) -> bool:
    """Whether all that it does is to give an object, which others may count with."""
    body = [
        statement
        for statement in function.node.body
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
    ]
    kept = [each for each in body if not isinstance(each, ast.AnnAssign | ast.Assign)]
    return (
        len(kept) == 1
        and isinstance(kept[0], ast.Return)
        and isinstance(kept[0].value, ast.Call | ast.Name | ast.Attribute)
        and not any(isinstance(each, ast.Await) for each in walk(function.node))
    )


def raises_429(function: Function) -> bool:
    """Whether a function itself refuses who has asked too often."""
    return any(
        (isinstance(part, ast.Constant) and part.value == _REFUSED)
        or (isinstance(part, ast.Name | ast.Attribute) and _TOO_MANY.search(_named(part)))
        for node in walk(function.node)
        if isinstance(node, ast.Raise) and node.exc is not None
        for part in walk(node.exc)
    )


def _named(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def answers_429(facts: Facts, function: Function) -> bool:
    """Whether something in a function says that it was asked too often."""
    for node in walk(function.node):
        match node:
            case ast.Constant(value=value) if value == _REFUSED:
                return True
            case ast.Attribute(attr="HTTP_429_TOO_MANY_REQUESTS" | "TOO_MANY_REQUESTS"):
                return True
            case ast.Name(id=name) if "TOO_MANY" in name.upper():
                return True
            case _:
                pass
    return any(LIMITER.search(facts.index.origin(call)) is not None for call in function.calls)
