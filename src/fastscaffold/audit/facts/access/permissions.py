"""Who may call a route, as far as its source says it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import guards
from fastscaffold.audit.facts.access.schemes import own_arguments
from fastscaffold.audit.facts.access.unasked_permissions import DECLARED, declared, unasked
from fastscaffold.audit.facts.answers.statuses import refusals
from fastscaffold.audit.facts.settings.switches import passes_by
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Module, Route
    from fastscaffold.audit.facts.access.guards import Guard
    from fastscaffold.audit.facts.routing.dependencies import Dependency

PUBLIC = "public"
AUTHENTICATED = "authenticated"
IN_HANDLER = "in handler"


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may call a route.

    Attributes:
        text: ``public``, ``authenticated``, ``in handler`` where the endpoint itself refuses, or
            what is asked for besides, such as ``admin`` or ``require_role(editor)``; with what is
            declared behind it where certainly nothing asks for that.
        guards: names of the dependencies that refuse.
    """

    text: str
    guards: tuple[str, ...] = ()


def permission(facts: Facts, route: Route) -> Permission:
    """Who may call a route; what middleware asks for is not seen."""
    found = guards(facts, route)
    names = tuple(dict.fromkeys(_last(each.dependency.symbol) for each in found))
    said = declared(facts, route)
    missed = unasked(facts, route)
    if found and said is not None and missed is None:
        return Permission(said, names)
    text = _text(facts, route, found)
    return Permission(text if missed is None else f"{text} (declares {missed})", names)


def _text(facts: Facts, route: Route, found: list[Guard]) -> str:
    """Who may call a route, whatever it declares."""
    if not found:
        inside = refusals(facts, [route.function], inside=[route.function])
        refuses = inside & {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        return IN_HANDLER if refuses else PUBLIC
    found = [each for each in found if not _passes_by(facts, each)]
    if not found:
        return PUBLIC
    asked = dict.fromkeys(text for each in found for text in _asked(facts, each.dependency))
    return ", ".join(asked) or AUTHENTICATED


def _passes_by(facts: Facts, guard: Guard) -> bool:
    """Whether a guard lets everybody pass as shipped: only a setting makes it ask."""
    return any(passes_by(facts, each) for each in guard.dependency.functions)


def says_nobody(route: Route) -> bool:
    """Whether it is certain that the schema has a route, and does not say who may call it."""
    if not route.in_schema or route.is_websocket:
        return False
    extra = route.call.argument("openapi_extra")
    if extra is None:
        return route.call.is_complete
    return isinstance(extra, ast.Dict) and all(
        isinstance(key, ast.Constant) and key.value != DECLARED for key in extra.keys
    )


def _asked(facts: Facts, dependency: Dependency) -> Iterator[str]:
    """What a guard is told to ask for: scopes, and the arguments that it is made with."""
    call, scope, target = dependency.call, dependency.module, dependency.target
    for keyword in call.keywords:
        if keyword.arg == "scopes" and isinstance(keyword.value, ast.List | ast.Tuple | ast.Set):
            yield from (f"scope {_shown(facts, each, scope)}" for each in keyword.value.elts)
    # FastAPI's part of schemes is told where credentials stand, not what is asked for.
    if isinstance(target, ast.Call) and dependency.functions:
        given = own_arguments(facts, dependency.symbol, target)
        if given:
            shown = ", ".join(_shown(facts, each, scope) for each in given)
            yield f"{_last(dependency.symbol)}({shown})"


def _shown(facts: Facts, node: ast.expr, scope: Module) -> str:
    text = facts.values.text(node, scope)
    return unparsed(node) if text is None else text


def _last(symbol: str) -> str:
    return symbol.rpartition(".")[2]
