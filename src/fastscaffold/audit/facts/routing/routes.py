"""Routes, with full paths, parameters and dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.fillings import Fillings
from fastscaffold.audit.facts.origins.spread_keywords import with_spread
from fastscaffold.audit.facts.routing.dependencies import Dependency, Resolver
from fastscaffold.audit.facts.routing.parameters import Parameter, parameters_of
from fastscaffold.audit.facts.routing.registrations import Registration, Registrations, methods_of
from fastscaffold.audit.facts.routing.routers import Router, Routers
from fastscaffold.audit.facts.routing.ways import served_by
from fastscaffold.audit.facts.settings.switches import flag

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call, Function, Module, Scope
    from fastscaffold.audit.values import Values

# Frameworks whose routes look the same, and that a project may serve beside its application.
_OTHER_FRAMEWORKS = frozenset(
    {"aiohttp", "apiflask", "bottle", "falcon", "flask", "litestar", "ninja", "quart", "sanic"}
)


_WITH_BODY = frozenset({"PATCH", "POST", "PUT"})


@dataclass(eq=False, slots=True)
class Route:
    """An endpoint.

    Attributes:
        methods: in upper case; ``WEBSOCKET`` for those.
        path: with all prefixes that are known.
        call: the decorator, or the call of ``add_api_route``.
        dependencies: of itself, its routers and applications, and what those depend on.
        is_reached: whether an application includes it, or that cannot be told.
        in_schema: whether neither itself nor a router around it is left out of the document.
        application: that serves it; of several the first, None where the source does not decide.
    """

    methods: tuple[str, ...]
    path: str
    function: Function
    call: Call
    router: Router | None
    parameters: list[Parameter]
    dependencies: list[Dependency]
    is_reached: bool
    in_schema: bool
    application: Router | None = None

    @property
    def module(self) -> Module:
        """Where it stands."""
        return self.function.module

    @property
    def response(self) -> ast.expr | None:
        """What it says that it returns: ``response_model``, else the annotation."""
        given = self.call.argument("response_model")
        if given is not None:
            return given
        return self.function.node.returns

    @property
    def is_websocket(self) -> bool:
        """Whether it is one of WebSockets."""
        return self.methods == ("WEBSOCKET",)

    @property
    def takes_body(self) -> bool:
        """Whether what it is asked for comes in a body: POST, PUT or PATCH."""
        return not _WITH_BODY.isdisjoint(self.methods)


@dataclass(slots=True)
class Served:
    """All applications, routers and routes of a project, tests left out.

    Attributes:
        unknown: calls of ``include_router`` of which the source does not decide what they include.
        lost: calls that add a route of which the source does not decide what answers it.
        named: gives the router that an expression names.
    """

    routers: dict[str, Router]
    routes: list[Route]
    unknown: list[Call]
    lost: list[Call]
    named: Callable[[ast.expr | None, Scope], Router | None]

    @property
    def is_incomplete(self) -> bool:
        """Whether routes are served that were not found: nothing may be said of there being none.

        A router that is not known holds no more where there are routes: those are found whatever
        includes them.
        """
        has_routes = any(each.is_reached and not each.is_websocket for each in self.routes)
        return bool(self.lost) or (bool(self.unknown) and not has_routes)

    @property
    def apps(self) -> list[Router]:
        """The applications."""
        return [router for router in self.routers.values() if router.is_app]


def gather_routes(facts: Facts) -> Served:
    """Find what is served: routers first, then what includes them, then their routes."""
    index, values, calls = facts.index, facts.values, facts.calls_by_origin
    resolver = Resolver(index, partial(flag, facts))
    fillings = Fillings(index, facts.callers)
    routers = Routers(index, values, resolver, fillings)
    routers.gather(calls)
    registrations = Registrations(index, values, fillings)
    gatherer = _Gatherer(index, values, resolver, routers, registrations)
    routes = list(gatherer.routes())
    return Served(routers.made, routes, routers.unknown, registrations.lost, routers.named)


class _Gatherer:
    def __init__(
        self,
        index: Index,
        values: Values,
        resolver: Resolver,
        routers: Routers,
        registrations: Registrations,
    ) -> None:
        self.registrations = registrations
        self.index = index
        self.values = values
        self.resolver = resolver
        self.routers = routers

    def routes(self) -> Iterator[Route]:
        for each in self.registrations.gather():
            if each.is_certain or self._is_route(each):
                yield self._route(each)

    def _is_route(self, found: Registration) -> bool:
        """Whether what a method of some name is called on serves routes of FastAPI."""
        scope = found.call.scope
        if found.receiver is None or self.routers.named(found.receiver, scope) is not None:
            return True
        known = self.routers.is_one(found.receiver, scope)
        if not known and self._is_of_another(found.receiver, scope):
            return False
        text = self.values.fold(found.call.argument("path", 0), scope)
        return known or (isinstance(text, str) and (text == "" or text[0] == "/"))

    def _is_of_another(self, node: ast.expr, scope: Scope) -> bool:
        """Whether another framework made what an expression names."""
        return any(
            each.partition(".")[0] in _OTHER_FRAMEWORKS
            for each in self.index.ancestors(self.index.kind(node, scope))
        )

    def _route(self, found: Registration) -> Route:
        call, endpoint = with_spread(self.index, found.call), found.endpoint
        scope = call.scope
        router = self.routers.named(found.receiver, scope)
        own = self.routers.prefix(call, "path", 0)
        prefix, around, reached = self.routers.around(router)
        path = prefix + own
        dependencies = [
            *self.resolver.listed(call.argument("dependencies"), scope),
            *self.resolver.of_function(endpoint),
            *self.resolver.of_class(endpoint.owner),
            *around,
        ]
        hidden = self.values.fold(call.argument("include_in_schema"), scope) is False
        return Route(
            methods_of(self.values, found),
            path,
            endpoint,
            call,
            router,
            list(parameters_of(self.index, endpoint, path)),
            self.resolver.expanded(dependencies),
            reached,
            not hidden and self.routers.in_schema(router),
            served_by(router),
        )
