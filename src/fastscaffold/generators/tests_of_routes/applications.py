"""Which application tests send their requests to, where a project has several."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.routing.inclusions import everywhere
from fastscaffold.errors import Message
from fastscaffold.generators.import_names import application_name
from fastscaffold.generators.tests_of_routes.addresses import shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Route, Router
    from fastscaffold.generators.untested import HandWritten


def asked_by(client: Call, facts: Facts) -> Router | None:
    """The application that a client is made for; None where the source does not decide."""
    given = client.argument("app", 0) or _of_transport(client)
    return facts.served.named(given, client.scope) if given is not None else None


def _of_transport(client: Call) -> ast.expr | None:
    """What ``transport=ASGITransport(app=…)`` is given, or a name for that."""
    transport = client.argument("transport")
    if isinstance(transport, ast.Name) and client.function is not None:
        values = client.function.assigned.get(transport.id, [])
        transport = values[-1] if values else None
    if not isinstance(transport, ast.Call):
        return None
    named = [each.value for each in transport.keywords if each.arg == "app"]
    return next(iter([*named, *transport.args]), None)


def serves(application: Router | None, feature: HandWritten) -> bool:
    """Whether an application may serve any route of a feature."""
    return any(True for _ in _routes_of(application, feature))


def as_served(feature: HandWritten, application: Router | None) -> HandWritten:
    """A feature with those of its routes that an application serves, as it serves them.

    Of several with one address the first answers.
    """
    found: dict[tuple[tuple[str, ...], str], Route] = {}
    for route in _routes_of(application, feature):
        found.setdefault((route.methods, shape(route.path)), route)
    return replace(feature, routes=tuple(found.values()))


def elsewhere(feature: HandWritten, application: Router | None) -> Iterator[Message]:
    """Say which other applications serve routes of a feature that the chosen one does not."""
    if application is None:
        return
    others: list[Router] = []
    for route in feature.routes:
        apps = [each.application for each in everywhere(feature.facts, route)]
        if application not in apps and apps[0] is not None:
            others.append(apps[0])
    chosen = application_name(application, feature.facts)
    for other in dict.fromkeys(others):
        count = others.count(other)
        routes = "1 route" if count == 1 else f"{count} routes"
        yield Message(
            "tests.other-application",
            f"{feature.name}: tests are of `{chosen}`, and of none of the {routes} that "
            f"`{application_name(other, feature.facts)}` serves.",
            other.call.module.path,
            other.call.node.lineno,
        )


def _routes_of(application: Router | None, feature: HandWritten) -> Iterator[Route]:
    for route in feature.routes:
        if application is None:
            yield route
        else:
            ways = everywhere(feature.facts, route)
            yield from islice((each for each in ways if _may_be_of(each, application)), 1)


def _may_be_of(route: Route, application: Router) -> bool:
    return route.application in {application, None}
