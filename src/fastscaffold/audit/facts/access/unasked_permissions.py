"""Permissions that routes declare and that certainly nothing asks for."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import guards, uses
from fastscaffold.audit.facts.access.schemes import is_scheme
from fastscaffold.audit.facts.answers.statuses import refusals
from fastscaffold.audit.facts.routing.dependencies import Resolver
from fastscaffold.audit.facts.routing.refusing_middleware import refusing
from fastscaffold.audit.modules import Class, dotted, last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.facts.routing.dependencies import Dependency
    from fastscaffold.audit.modules import Function

# How generated routers, and those written like them, declare it to the OpenAPI schema.
DECLARED = "x-permission"
_LOGIN = "authenticated"
_MORE = re.compile(r"admin|owner|role:.+")
# Own errors whose status is not known may be any.
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, None})
_OF_THE_HANDLER = _REFUSED - {HTTPStatus.NOT_FOUND}
_OF_LOGINS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_ROUTE = re.compile(r"fastapi\.(routing\.)?APIRoute")
_SECRET = re.compile(r"(?i)(\w+_)?(credentials|key|passw(or)?d|secret|token)")
_OF_CLIENTS = 4
_FRAMEWORKS = re.compile(r"(fastapi|starlette)\.")
_REQUESTS = re.compile(r"(Request|HTTPConnection|WebSocket)$")
# Of a request, what says who sends it, and what the state of one may be called that does.
_WHO = frozenset({"auth", "cookies", "headers", "session", "user"})
_SOMEBODY = re.compile(
    r"(?i)(\w+_)?(account|auth|claims|identity|login|member|principal|roles?|token|user)(_id)?"
)
_MARKERS = re.compile(r"\b(Cookie|Header|Security)\b")
_PARAMETER = re.compile(r"{(\w+)")


def declared(facts: Facts, route: Route) -> str | None:
    """Who may call a route as it says itself; None where it says nothing."""
    extra = route.call.argument("openapi_extra")
    if not isinstance(extra, ast.Dict):
        return None
    scope = route.call.function or route.module
    for key, value in zip(extra.keys, extra.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == DECLARED:
            return facts.values.text(value, scope)
    return None


def unasked(facts: Facts, route: Route) -> str | None:
    """What a route declares, where nothing that runs for it can know whether that is so.

    Returns:
        ``admin``, say, if no dependency asks for more than a login, the endpoint is not given who
        is logged in, and nothing in between is hidden; None otherwise.
    """
    text = declared(facts, route)
    if text is None:
        return None
    if text == _LOGIN:
        if guards(facts, route):
            return None
    elif _MORE.fullmatch(text) is None:
        return None
    if refusing(facts) or _keeps_somebody(facts) or _is_given_somebody(facts, route):
        return None
    if _has_own_class(facts, route):
        return None
    if _handler_may_ask(facts, route) or any(
        _may_ask(facts, route, each) for each in route.dependencies
    ):
        return None
    return text


def _keeps_somebody(facts: Facts) -> bool:
    """Whether who is logged in can be asked for without being given: ``current_user.get()``."""
    names = (
        facts.values.text(call.argument("name", 0), call.scope) or ""
        for call in facts.calls("contextvars.ContextVar")
    )
    return any(map(_SOMEBODY.fullmatch, names))


def _has_own_class(facts: Facts, route: Route) -> bool:
    """Whether a class of routes runs around the endpoint, which may ask by what is declared."""
    calls = [(route.call, "route_class_override")]
    if route.router is not None:
        calls.append((route.router.call, "route_class"))
    given = ((call.argument(name), call.scope) for call, name in calls)
    symbols = [facts.index.symbol(node, scope) for node, scope in given if node is not None]
    return any(_ROUTE.fullmatch(each or "") is None for each in symbols)


def _handler_may_ask(facts: Facts, route: Route) -> bool:
    """Whether an endpoint may look itself at who sends a request."""
    function = route.function
    if len(function.node.decorator_list) > _registrations(route):
        return True
    if not _OF_THE_HANDLER.isdisjoint(refusals(facts, [function])):
        return True
    return _looks_at_requests(facts, function)


def _looks_at_requests(facts: Facts, function: Function) -> bool:
    """Whether a function, or one that it calls, may find in a request who sends it."""
    return any(_finds_somebody(facts, each) for each in facts.callers.reached([function]))


def _finds_somebody(facts: Facts, function: Function) -> bool:
    names = {
        argument.arg
        for argument, _ in function.parameters()
        if _REQUESTS.search(facts.index.annotated(argument.annotation, function.module) or "")
    }
    if not names:
        return False
    if any(
        each.attr in _WHO and isinstance(each.value, ast.Name) and each.value.id in names
        for each in walk(function.node, ast.Attribute)
    ):
        return True
    words = [
        *(each.attr for each in walk(function.node, ast.Attribute)),
        *(each.value for each in walk(function.node, ast.Constant) if isinstance(each.value, str)),
    ]
    if any(_SOMEBODY.fullmatch(each) for each in words):
        return True
    # What a library makes of a request is its business.
    return any(
        isinstance(given, ast.Name) and given.id in names and facts.callers.target(call) is None
        for call in function.calls
        for given in arguments_of(call.node)
    )


def _registrations(route: Route) -> int:
    """How many decorators of an endpoint only say where it is."""
    return sum(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and (each.func.attr.upper() in route.methods or each.func.attr == "api_route")
        for each in route.function.node.decorator_list
    )


def _may_ask(facts: Facts, route: Route, dependency: Dependency) -> bool:
    """Whether a dependency may ask for more than that somebody is logged in."""
    own = is_scheme(facts, dependency.symbol)
    if not dependency.functions:
        is_data = isinstance(facts.index.definition(dependency.symbol), Class)
        return not (own or is_data or _FRAMEWORKS.match(dependency.symbol))
    if any(each.arg in {None, "scopes"} for each in dependency.call.keywords) or (
        isinstance(dependency.target, ast.Call) and not own
    ):
        return True
    placed = set(_PARAMETER.findall(route.path))
    statuses = refusals(facts, dependency.functions)
    answers = statuses & _REFUSED
    takes = {argument.arg for each in dependency.functions for argument, _ in each.parameters()}
    # What is not given who sends a request does not refuse by its own errors for that.
    if None in answers and not _knows_somebody(facts, dependency):
        answers -= {None}
    if answers - {HTTPStatus.UNAUTHORIZED} or (answers and takes & placed):
        return True
    if not any(status is not None and status // 100 == _OF_CLIENTS for status in statuses):
        return False
    return _asks_guard(facts, dependency) or _compares_secret(facts, dependency)


def _asks_guard(facts: Facts, dependency: Dependency) -> bool:
    """Whether another one has refused strangers, so that this one refuses for something else."""
    return any(
        not _OF_LOGINS.isdisjoint(refusals(facts, each.functions))
        for each in Resolver(facts.index).expanded([dependency])
        if each.call is not dependency.call
    )


def _compares_secret(facts: Facts, dependency: Dependency) -> bool:
    """Whether it compares a secret itself, which only some may know."""
    return any(
        _is_comparison(node)
        for function in facts.callers.reached(dependency.functions)
        for node in walk(function.node, ast.Call, ast.Compare)
    )


def _is_comparison(node: ast.expr) -> bool:
    match node:
        case ast.Call():
            return last_called(node) == "compare_digest"
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            names = ((dotted(each) or "").rpartition(".")[2] for each in (left, right))
            return any(map(_SECRET.fullmatch, names))
        case _:
            return False


def _is_given_somebody(facts: Facts, route: Route) -> bool:
    """Whether an endpoint works with who is logged in, or with what depends on that."""
    found = guards(facts, route)
    if any(each.is_used and _knows_somebody(facts, each.dependency) for each in found):
        return True
    refusing_calls = {id(each.dependency.call) for each in found}
    return any(
        _knows_somebody(facts, each)
        for each in Resolver(facts.index).of_function(route.function)
        if id(each.call) not in refusing_calls
    )


def _knows_somebody(facts: Facts, dependency: Dependency) -> bool:
    """Whether a dependency is given who sends the request, and makes use of that."""
    return is_scheme(facts, dependency.symbol) or any(
        _uses_somebody(facts, each) for each in dependency.functions
    )


def _uses_somebody(facts: Facts, function: Function) -> bool:
    known = _users(facts)
    if function not in known:
        # What depends on itself learns nothing by that.
        known[function] = False
        known[function] = _reads_headers(facts, function) or any(
            uses(function, argument.arg) and _knows_somebody(facts, each)
            for argument, default in function.parameters()
            for each in Resolver(facts.index).of_parameter(function, argument, default)
        )
    return known[function]


@lru_cache(maxsize=2)
def _users(facts: Facts) -> dict[Function, bool]:
    """Whether functions make use of who sends the request, as far as that was asked."""
    del facts
    return {}


def _reads_headers(facts: Facts, function: Function) -> bool:
    return _looks_at_requests(facts, function) or any(
        _MARKERS.search(unparsed(part)) is not None
        for argument, default in function.parameters()
        for part in (
            argument.annotation,
            default,
            *(each for each, _ in facts.index.metadata(argument.annotation, function.module)),
        )
        if part is not None
    )
