"""Routes, with full paths, parameters and dependencies."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.facts.dependencies import Dependency, Resolver
from fastscaffold.audit.facts.fillings import Fillings
from fastscaffold.audit.facts.parameters import Parameter, parameters_of
from fastscaffold.audit.facts.routers import Router, Routers
from fastscaffold.audit.facts.switches import flag
from fastscaffold.audit.modules import Call, Function, Module, enclosing_class
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope
    from fastscaffold.audit.values import Values

METHODS = frozenset({"delete", "get", "head", "options", "patch", "post", "put", "trace"})
_DECORATORS = METHODS | {"api_route", "route", "websocket", "websocket_route"}
# Frameworks whose routes look the same, and that a project may serve beside its application.
_OTHER_FRAMEWORKS = frozenset(
    {"aiohttp", "apiflask", "bottle", "falcon", "flask", "litestar", "ninja", "quart", "sanic"}
)


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


@dataclass(slots=True)
class Served:
    """All applications, routers and routes of a project, tests left out.

    Attributes:
        unknown: calls of ``include_router`` of which the source does not decide what they include.
    """

    routers: dict[str, Router]
    routes: list[Route]
    unknown: list[Call]

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
    gatherer = _Gatherer(index, values, resolver, routers)
    routes = [route for module in index.modules.values() for route in gatherer.routes(module)]
    return Served(routers.made, routes, routers.unknown)


class _Gatherer:
    def __init__(self, index: Index, values: Values, resolver: Resolver, routers: Routers) -> None:
        self.index = index
        self.values = values
        self.resolver = resolver
        self.routers = routers

    def routes(self, module: Module) -> Iterator[Route]:
        if not module.is_production:
            return
        for call in module.calls:
            function = call.node.func
            if not isinstance(function, ast.Attribute):
                continue
            if isinstance(call.decorates, Function) and function.attr in _DECORATORS:
                yield from self._decorated(call, call.decorates, function)
            elif function.attr in {"add_api_route", "add_api_websocket_route"}:
                scope = call.scope
                endpoint = self._endpoint(call.argument("endpoint", 1), scope)
                for each in self._served(endpoint) if endpoint is not None else ():
                    yield self._route(call, each, function, "GET")

    def _endpoint(self, node: ast.expr | None, scope: Scope) -> Function | None:
        """The function, or the method of an instance, that is added as an endpoint."""
        found = self.index.function_of(node, scope)
        if found is not None or not isinstance(node, ast.Attribute):
            return found
        owner = self.index.kind(node.value, scope)
        if owner is None and isinstance(node.value, ast.Name) and node.value.id == "self":
            around = enclosing_class(scope)
            owner = around.symbol if around is not None else None
        return self.index.method(owner, node.attr)

    def _served(self, endpoint: Function) -> list[Function]:
        """An endpoint, and what subclasses serve in its place; those alone if it only declares."""
        derived = self.index.overriding(endpoint)
        only = self.index.implementations(endpoint)
        return derived if derived and only else [endpoint, *derived]

    def _decorated(
        self, call: Call, endpoint: Function, function: ast.Attribute
    ) -> Iterator[Route]:
        scope = call.scope
        if self.routers.named(function.value, scope) is None:
            known = self.routers.is_one(function.value, scope)
            if not known and self._is_of_another(function.value, scope):
                return
            text = self.values.fold(call.argument("path", 0), scope)
            if not known and not (isinstance(text, str) and (text == "" or text[0] == "/")):
                return
        yield self._route(call, endpoint, function, function.attr.upper())

    def _is_of_another(self, node: ast.expr, scope: Scope) -> bool:
        """Whether another framework made what an expression names."""
        return any(
            each.partition(".")[0] in _OTHER_FRAMEWORKS
            for each in self.index.ancestors(self.index.kind(node, scope))
        )

    def _route(self, call: Call, endpoint: Function, function: ast.Attribute, method: str) -> Route:
        scope = call.scope
        router = self.routers.named(function.value, scope)
        own = self.routers.prefix(call, "path", 0)
        prefix, around, reached = self.routers.around(router)
        given = call.argument("methods")
        methods: tuple[str, ...] = (method,)
        if given is not None:
            folded = self.values.fold(given, scope)
            if isinstance(folded, list):
                listed = cast("list[object]", folded)
                methods = tuple(str(each).upper() for each in listed if each is not UNKNOWN)
        if "websocket" in function.attr:
            methods = ("WEBSOCKET",)
        path = prefix + own
        parameters = list(parameters_of(self.index, endpoint, path))
        dependencies = [
            *self.resolver.listed(call.argument("dependencies"), scope),
            *self.resolver.of_function(endpoint),
            *around,
        ]
        hidden = self.values.fold(call.argument("include_in_schema"), scope) is False
        return Route(
            methods,
            path,
            endpoint,
            call,
            router,
            parameters,
            self.resolver.expanded(dependencies),
            reached,
            not hidden and self.routers.in_schema(router),
        )
