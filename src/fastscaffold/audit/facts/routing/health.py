"""Routes that say whether the application is well."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at, at_call
from fastscaffold.audit.facts.project.usage import mentioning
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.parameters import Parameter
    from fastscaffold.audit.facts.routing.routes import Route

_HEALTH = re.compile(
    r"(?i)_*(health[\w-]*|heart-?beat|liveness[\w-]*|livez|alive|is[_-]?alive|readiness[\w-]*"
    r"|readyz|ready|is[_-]?ready|live|ping|up|status|_status|hc)"
)
_READY = re.compile(r"(?i)_*(ready|readyz|readiness[\w-]*|is[_-]?ready)")
_SETTINGS = re.compile(r"(?i)settings|config|logger")
# Words that domains use, too: an order has a status, a stream is live.
_EVERYDAY = frozenset({"live", "status", "up", "ready"})
# What asks for the user or for a key, by the names of libraries and of projects.
_OF_USERS = re.compile(
    r"(?i)current_?(\w+_?)?(user|member|account)"
    r"|(^|[._])(check|get|require|validate|verify)_?(api_?|access_?)(key|token)$"
)
_SCALARS = frozenset({"bool", "float", "int", "str"})
# Routers of libraries that serve such routes.
_LIBRARIES = frozenset(
    {"dockerflow", "health", "healthcheck", "healthchecks", "healthz", "heartbeat"}
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ADDERS = ("*.add_api_route", "*.add_route", "*.mount", "*.Route", "*.APIRoute", "*.Mount")
MAX_SEGMENTS = 4


def is_health_path(path: str, expression: re.Pattern[str] = _HEALTH) -> bool:
    """Whether a path is one that probes ask."""
    segments = [each for each in path.split("/") if each]
    if not segments or "{" in path or len(segments) > MAX_SEGMENTS:
        return False
    for place, segment in enumerate(segments):
        if expression.fullmatch(segment):
            last = place == len(segments) - 1
            if segment.lower() not in _EVERYDAY or last:
                return True
    return False


def health_routes(facts: Facts) -> list[Route]:
    """Routes that are served at such a path."""
    return [
        route
        for route in facts.routes
        if (is_health_path(route.path) or _is_named_so(route))
        and (set(route.methods) & {"GET", "HEAD", "API_ROUTE", "ROUTE"})
        and not any(_has_to_be_sent(facts, route, each) for each in route.parameters)
        and not (_is_everyday(route) and _is_for_users(route))
    ]


def _is_everyday(route: Route) -> bool:
    """Whether its path ends in a word that may be about anything else."""
    return route.path.rstrip("/").rpartition("/")[2].lower() in _EVERYDAY


def _is_for_users(route: Route) -> bool:
    """Whether it answers users only, which probes are not."""
    return any(_OF_USERS.search(each.symbol) for each in route.dependencies)


def _is_named_so(route: Route) -> bool:
    """Whether the root of an application is a probe by the name of its function."""
    name = route.function.name.lower()
    is_root = not route.path.strip("/")
    return is_root and name not in _EVERYDAY and _HEALTH.fullmatch(name) is not None


def _has_to_be_sent(facts: Facts, route: Route, parameter: Parameter) -> bool:
    """Whether a client has to send a value: a probe sends none."""
    if parameter.default is not None or parameter.kind not in {"query", "header", "cookie"}:
        return False
    kinds = facts.index.typed(parameter.annotation, route.module)
    # Others may be what a library injects.
    return {facts.index.symbol(each, scope) for each, scope in kinds} <= _SCALARS and bool(kinds)


def health_places(facts: Facts) -> list[Place]:
    """Where such paths are served, as routes or in other ways."""
    found = [
        Place(route.call.module.path, route.call.node.lineno, f"health route {route.path}")
        for route in health_routes(facts)
    ]
    return found or [*_added(facts), *_answered(facts)]


def _added(facts: Facts) -> Iterator[Place]:
    """Routes that are added by a call with a path."""
    for call in facts.calls(*_ADDERS):
        path = facts.values.text(call.argument("path", 0), call.scope)
        if path is not None and is_health_path(path):
            yield at_call(call, f"health route {path}")
    for call in facts.calls("*.HealthCheckFactory", "*.healthCheckRoute", "*.HealthcheckRouter"):
        yield at_call(call, "health checks of a library")
    for call in facts.calls("*.include_router"):
        symbol = facts.index.symbol(call.argument("router", 0), call.scope) or ""
        module, _ = facts.index.split(symbol)
        if module is None and _LIBRARIES.intersection(map(str.lower, _WORD.findall(symbol))):
            yield at_call(call, "health checks of a library")


def _answered(facts: Facts) -> Iterator[Place]:
    """Middleware that answers such a path itself: ``if path == "/health": return ...``."""
    for module in mentioning(facts.production, ".path ", ".path)", '["path"]', "path =="):
        for node in walk(module.tree):
            match node:
                case ast.If(test=ast.Compare(ops=[ast.Eq() | ast.In()], comparators=[compared])):
                    texts = [each for each in walk(compared) if isinstance(each, ast.Constant)]
                    paths = [each.value for each in texts if isinstance(each.value, str)]
                    returns = any(
                        isinstance(each, ast.Return)
                        and isinstance(each.value, ast.Call)
                        and "Response" in unparsed(each.value.func)
                        for statement in node.body
                        for each in walk(statement)
                    )
                    if returns and any(p[:1] == "/" and is_health_path(p) for p in paths):
                        yield at(module, node, "middleware answers a health path")
                case _:
                    pass


def is_ready_path(path: str) -> bool:
    """Whether a path asks for readiness."""
    return is_health_path(path, _READY)


def looks_at_something(route: Route) -> bool:
    """Whether a probe depends on more than settings: by a dependency, a parameter or a call."""
    if any(not _SETTINGS.search(each.symbol) for each in route.dependencies):
        return True
    return any(
        not (isinstance(call.node.func, ast.Name) and call.node.func.id[:1].isupper())
        and not _tells_time(call.node)
        for call in route.function.calls
        if call.decorates is None
    )


def _tells_time(node: ast.Call) -> bool:
    text = unparsed(node.func)
    return (
        re.search(r"(^|\.)(now|utcnow|isoformat|time|info|debug|Response|JSONResponse)$", text)
        is not None
    )
