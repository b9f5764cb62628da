"""Limits that stand around routes: middleware, dependencies of the application, the proxy."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.limits.of_proxies import of_proxies
from fastscaffold.audit.facts.limits.refused import LIMITER, answers_429
from fastscaffold.audit.facts.limits.slowapi import MIDDLEWARE, has_defaults, is_disabled, is_exempt
from fastscaffold.audit.facts.places import at_call
from fastscaffold.audit.facts.routing.requested_paths import requested_paths
from fastscaffold.audit.facts.routing.ways import way_up
from fastscaffold.audit.facts.running.conditions import running
from fastscaffold.audit.facts.settings.switches import flag, is_switched_off, passes_by
from fastscaffold.audit.modules import Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.audit.facts import Call, Facts, Route
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.facts.routing.middleware import Middleware
    from fastscaffold.audit.facts.routing.requested_paths import RequestedPaths

# Middleware of fastapi-guard, which limits unless it is told not to.
_GUARDS = frozenset({"guard.SecurityMiddleware", "guard.middleware.SecurityMiddleware"})
_GUARD_OPTIONS = ("guard.SecurityConfig", "guard.models.SecurityConfig")
_OTHER_STATUSES = frozenset({411, 413, 414, 431})
_ENTRIES = frozenset({"__call__", "dispatch"})


@dataclass(frozen=True, slots=True)
class Around:
    """A limit, and those of some routes that it is on."""

    place: Place
    routes: frozenset[Route]


def around(facts: Facts, routes: Sequence[Route]) -> Iterator[Around]:
    """Each limit of middleware and of proxies, with the routes behind it."""
    for each in facts.middleware:
        if is_switched_off(facts, each.call):
            continue
        behind = [route for route in routes if stands_before(facts, each.call, route)]
        if routes and not behind:
            continue
        if each.name in MIDDLEWARE:
            if has_defaults(facts) and not is_disabled(facts):
                counted = frozenset(one for one in behind if not is_exempt(one))
                yield Around(at_call(each.call, "a limit by default"), counted)
        elif each.symbol in _GUARDS:
            if not any(_is_unlimited(facts, call) for call in facts.calls(*_GUARD_OPTIONS)):
                yield Around(at_call(each.call, "a limit by default"), frozenset(behind))
        elif any(passes_by(facts, function) for function in each.functions):
            continue
        elif _may_limit(facts, each):
            limited = frozenset(one for one in behind if _limits(facts, each, one))
            if limited or not routes:
                yield Around(at_call(each.call, "limits requests"), limited)
    for place, limited in of_proxies(facts, routes):
        yield Around(place, limited)


def stands_before(facts: Facts, call: Call, route: Route) -> bool:
    """Whether what a call gives to an application stands before a route, and not before others."""
    way, _ = way_up(route.router)
    app = way[-1][0] if way and way[-1][0].is_app else None
    if app is None or len(facts.apps) == 1 or app.call.module is call.module:
        return True
    own = facts.index.loaded_by([app.call.module])
    other = facts.index.loaded_by([call.module])
    if call.module in own or app.call.module in other:
        return True
    # A gateway hands on to other applications whatever it is asked.
    return any("path}" in each.path and each.module in other for each in facts.routes)


def _is_unlimited(facts: Facts, call: Call) -> bool:
    given = call.argument("enable_rate_limiting")
    return given is not None and flag(facts, given, call.scope) is False


def _may_limit(facts: Facts, middleware: Middleware) -> bool:
    """Whether a middleware is named a limiter and refuses something, or says that it refuses."""
    if any(answers_429(facts, each) for each in middleware.functions):
        return True
    if LIMITER.search(middleware.name) is None:
        return False
    run = facts.callers.reached(middleware.functions)
    return not run or (any(map(_does_something, run)) and not any(map(_limits_another, run)))


def _does_something(function: Function) -> bool:
    """Whether a function refuses, or is more than one that hands a request on."""
    return any(isinstance(each, ast.Raise | ast.If | ast.Try) for each in walk(function.node))


def _limits_another(function: Function) -> bool:
    """Whether what is too much is a body, say, by the status that a function answers with."""
    numbers = (each.value for each in walk(function.node, ast.Constant))
    return any(isinstance(each, int) and each in _OTHER_STATUSES for each in numbers)


def _limits(facts: Facts, middleware: Middleware, route: Route) -> bool:
    """Whether a middleware that limits does so where a route is asked."""
    functions = middleware.functions
    if not any(answers_429(facts, each) for each in facts.callers.reached(functions)):
        return True
    asked = requested_paths(facts, route)
    waiting = [each for each in functions if each.name in _ENTRIES] or list(functions)
    seen: set[Function] = set()
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        nodes = _run(facts, function, asked)
        if answers_429(facts, function, nodes):
            return True
        held = {id(each) for each in nodes}
        targets = (facts.callers.target(one) for one in function.calls if id(one.node) in held)
        waiting += [each for each in targets if isinstance(each, Function)]
    return False


def _run(facts: Facts, function: Function, asked: RequestedPaths) -> list[ast.AST]:
    """What of a function runs for some paths; conditions that these decide do nothing else."""
    settled: set[int] = set()

    def decide(test: ast.expr) -> bool | None:
        outcome = asked.decide(test, function)
        if outcome is not None:
            settled.update(map(id, walk(test)))
        return outcome

    nodes = list(running(facts, function, decide))
    return [each for each in nodes if id(each) not in settled]
