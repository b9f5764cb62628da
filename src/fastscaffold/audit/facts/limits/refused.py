"""Functions that refuse who asks too often, and the names by which they go."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import failures, raised_class
from fastscaffold.audit.modules import Class, last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

LIMITER = re.compile(
    r"rate_?limit|ratelimit|throttl|slow_?down|(^|_|\.)limiter(_|\.|$)|limits?_?(by|per)_|Limiter$"
    r"|LoginLimit|login_limit|too_?many|brute_?force",
    re.IGNORECASE,
)
# What counts requests, by what it is imported from.
COUNTS = re.compile(
    r"^(slowapi|fastapi_limiter|limits|fastapi_throttle|asgi_ratelimit|ratelimit|pyrate_limiter"
    r"|fastapi_limits|fastapi_cap|fastapi_advanced_rate_limiter|aiolimiter|fastapi_guard|guard)\b"
)
_TOO_MANY = re.compile(r"(?i)too_?many")
# Exceptions of libraries that are answered with 429 by themselves.
_ANSWERED = re.compile(r"(slowapi|werkzeug|litestar)\b.*\.(RateLimitExceeded|TooManyRequests\w*)")
_REFUSED = 429
# What a middleware hands a request on to.
_GOES_ON = frozenset({"app", "call_next"})


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


def is_idle(function: Function) -> bool:
    """Whether a function does nothing yet, or only keeps what it is given."""
    kinds = (ast.Await, ast.Call, ast.If, ast.Raise)
    return not any(isinstance(each, kinds) for part in function.node.body for each in walk(part))


def raises_429(facts: Facts, function: Function) -> bool:
    """Whether a function itself refuses who has asked too often.

    What an exception is called says nothing: services that are asked refuse, too, and what only
    hands on that they did refuses nobody itself.
    """
    handed_on = _handed_on(facts, function)
    return any(
        _is_answered(facts, node.exc, function)
        for node in walk(function.node)
        if isinstance(node, ast.Raise) and node.exc is not None and id(node) not in handed_on
    )


def _handed_on(facts: Facts, function: Function) -> set[int]:
    """What runs where another service has answered 429, or where its library says so."""
    bodies = [
        each.body
        for each in walk(function.node, ast.If)
        if any(_says_429(part) for part in walk(each.test, ast.Compare))
    ]
    for each in walk(function.node, ast.ExceptHandler):
        symbol = facts.index.symbol(each.type, function) or ""
        if "." in symbol and facts.index.definition(symbol) is None and not COUNTS.match(symbol):
            bodies.append(each.body)
    return {id(node) for body in bodies for part in body for node in walk(part)}


def _is_answered(facts: Facts, raised: ast.expr, function: Function) -> bool:
    """Whether what is raised is answered with 429: as it says, by its class, or by a handler."""
    if isinstance(raised, ast.Call):
        given = arguments_of(raised)
        if any(_says_429(each) for each in given):
            return True
        maker = facts.index.function_of(raised.func, function)
        if maker is not None and _says_429(maker.node):
            return True
    symbol = raised_class(facts, raised, function)
    if symbol is None:
        return False
    for ancestor in facts.index.ancestors(symbol):
        defined = facts.index.definition(ancestor)
        if isinstance(defined, Class) and _says_429(defined.node):
            return True
        if _ANSWERED.match(ancestor):
            return True
    handlers = failures(facts).handlers.of(facts, symbol)
    return any(each.function is not None and _says_429(each.function.node) for each in handlers)


def _says_429(node: ast.AST) -> bool:
    return any(
        (isinstance(part, ast.Constant) and part.value == _REFUSED)
        or (isinstance(part, ast.Attribute) and _TOO_MANY.search(part.attr) is not None)
        for part in walk(node)
    )


def answers_429(facts: Facts, function: Function, nodes: Iterable[ast.AST] | None = None) -> bool:
    """Whether something in a function, or in those nodes of it, says that it was asked too often.

    What only looks at the answers or the errors of others does not.
    """
    found = [*walk(function.node)] if nodes is None else [*nodes]
    looked_at = aside(function.node)
    for node in found:
        if id(node) in looked_at:
            continue
        match node:
            case ast.Constant(value=value) if value == _REFUSED:
                return True
            case ast.Attribute(attr="HTTP_429_TOO_MANY_REQUESTS" | "TOO_MANY_REQUESTS"):
                return True
            case ast.Name(id=name) if "TOO_MANY" in name.upper():
                return True
            case _:
                pass
    run = {id(each) for each in found}
    return any(
        id(call.node) in run and LIMITER.search(facts.index.origin(call)) is not None
        for call in function.module.calls
    )


def aside(function: ast.AST) -> set[int]:
    """What compares statuses, and what answers the errors of all that runs for a request."""
    parts: list[ast.AST] = [*walk(function, ast.Compare)]
    for each in walk(function, ast.Try):
        called = {last_called(node) for part in each.body for node in walk(part, ast.Call)}
        if not _GOES_ON.isdisjoint(called):
            parts += each.handlers
    return {id(node) for part in parts for node in walk(part)}
