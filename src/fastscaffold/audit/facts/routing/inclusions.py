"""Every address of a route: a router may be included more than once."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.routing.dependencies import Resolver
from fastscaffold.audit.facts.routing.ways import MAX_NESTING, way_up
from fastscaffold.audit.facts.settings.switches import flag
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route, Router
    from fastscaffold.audit.facts.routing.dependencies import Dependency
    from fastscaffold.audit.modules import Call


@dataclass(frozen=True, slots=True)
class _Way:
    """What leads from an application to a router."""

    prefix: str = ""
    dependencies: tuple[Dependency, ...] = ()
    application: Router | None = None

    def below(self, prefix: str, dependencies: list[Dependency]) -> _Way:
        return _Way(prefix + self.prefix, (*self.dependencies, *dependencies))


def everywhere(facts: Facts, route: Route) -> list[Route]:
    """A route once for each way that leads to it, as it is there."""
    ways = [] if route.router is None else list(_ways(route.router, _Way(), ()))
    if len(ways) < 2:  # noqa: PLR2004 # nothing to tell apart
        return [route]
    known = resolver(facts)
    scope = route.call.function or route.call.owner or route.module
    own = facts.values.text(route.call.argument("path", 0), scope) or ""
    asked = [
        *known.listed(route.call.argument("dependencies"), scope),
        *known.of_function(route.function),
        *known.of_class(route.function.owner),
    ]
    return [
        replace(
            route,
            path=way.prefix + own,
            dependencies=known.expanded([*asked, *way.dependencies]),
            application=way.application,
        )
        for way in ways
    ]


def resolver(facts: Facts) -> Resolver:
    """What tells dependencies, as switches have them."""
    return Resolver(facts.index, partial(flag, facts))


def _ways(router: Router, way: _Way, seen: tuple[Router, ...]) -> Iterator[_Way]:
    if router in seen or len(seen) == MAX_NESTING:
        return
    here = way.below(router.prefix, router.dependencies)
    if not router.parents:
        yield replace(here, application=router if router.is_app else None)
    for inclusion in router.parents:
        around = here.below(inclusion.prefix, inclusion.dependencies)
        if inclusion.parent is None:
            yield around
        elif way_up(inclusion.parent)[1]:  # else nobody asks there
            yield from _ways(inclusion.parent, around, (*seen, router))


def undecided(facts: Facts, route: Route) -> Iterator[Call]:
    """The calls that add to the path of a route what the source does not decide."""
    if _is_open(facts, route.call, "path", 0):
        yield route.call
    waiting = [] if route.router is None else [route.router]
    seen: set[str] = set()
    while waiting:
        router = waiting.pop()
        if router.key in seen:
            continue
        seen.add(router.key)
        if _is_open(facts, router.call, "prefix"):
            yield router.call
        for inclusion in router.parents:
            function = inclusion.call.node.func
            name = function.attr if isinstance(function, ast.Attribute) else unparsed(function)
            mounts = name in {"mount", "Mount"}
            given = ("path", 0) if mounts else ("prefix", None)
            if _is_open(facts, inclusion.call, *given):
                yield inclusion.call
            if inclusion.parent is not None:
                waiting.append(inclusion.parent)


def _is_open(facts: Facts, call: Call, keyword: str, position: int | None = None) -> bool:
    given = call.argument(keyword, position)
    scope = call.scope
    return given is not None and facts.values.text(given, scope) is None
