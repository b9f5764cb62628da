"""What makes functions endpoints: decorators, calls, loops over classes, and views of libraries."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.facts.routing.collected import Collected
from fastscaffold.audit.facts.routing.own_decorators import DECORATORS, OwnDecorators
from fastscaffold.audit.facts.routing.views import class_methods, view_methods
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function, enclosing_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.fillings import Fillings
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call, Module, Scope
    from fastscaffold.audit.values import Values

# What is given the endpoint as its second argument, and what that is served by.
_ADDING = {
    "add_api_route": "get",
    "add_api_websocket_route": "websocket",
    "add_route": "route",
    "add_websocket_route": "websocket_route",
}
_ROUTES = {
    "fastapi.routing.APIRoute": "get",
    "fastapi.routing.APIWebSocketRoute": "websocket",
    "starlette.routing.Route": "route",
    "fastapi.routing.Route": "route",
    "starlette.routing.WebSocketRoute": "websocket_route",
    "fastapi.routing.WebSocketRoute": "websocket_route",
}


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """One endpoint.

    Attributes:
        call: with the options of the route.
        receiver: the router or the application; None where that is not told.
        name: of the method that stands for it, such as ``get`` or ``websocket``.
        is_certain: whether it can be nothing but a route.
        source: the call as it stands, where one of its kind may stand in an own decorator.
    """

    call: Call
    endpoint: Function
    receiver: ast.expr | None
    name: str
    is_certain: bool = True
    source: ast.Call | None = None


class Registrations:
    """Finds them.

    Attributes:
        lost: calls that serve what the source does not decide.
    """

    def __init__(self, index: Index, values: Values, fillings: Fillings) -> None:
        self.index = index
        self.values = values
        self.fillings = fillings
        self.lost: list[Call] = []
        self._collected = Collected(index, fillings)
        self._decorators = OwnDecorators(index, fillings)

    def gather(self) -> list[Registration]:
        """Those of production source."""
        modules = [each for each in self.index.modules.values() if each.is_production]
        found = [each for module in modules for each in self._of(module)]
        inner = self._decorators.inner
        self.lost = [each for each in self.lost if each.node not in inner]
        return [each for each in found if each.source not in inner]

    def _of(self, module: Module) -> Iterator[Registration]:
        for call in module.calls:
            function = call.node.func
            name = function.attr if isinstance(function, ast.Attribute) else ""
            if isinstance(call.decorates, Function):
                if name in DECORATORS and isinstance(function, ast.Attribute):
                    yield Registration(call, call.decorates, function.value, name, is_certain=False)
                else:
                    yield from self._decorated(call, call.decorates)
            elif isinstance(call.decorates, Class):
                yield from self._view(call, call.decorates.symbol)
            elif name in _ADDING:
                yield from self._added(call, _ADDING[name])
            elif name == "add_resource":
                kind = self.index.kind(call.argument("resource", 0), call.scope)
                yield from self._view(call, kind or "")
            elif isinstance(function, ast.Call):
                yield from self._applied(call, function)
            elif self.index.origin(call) in _ROUTES:
                yield from self._added(call, _ROUTES[self.index.origin(call)])
        for endpoint, (made, receiver, name) in self._decorators.bare(module):
            yield Registration(made, endpoint, receiver, name)

    def _added(self, call: Call, name: str) -> Iterator[Registration]:
        """What ``add_api_route(path, endpoint)`` serves, once for each that it is called with."""
        views = list(class_methods(self.index, call))
        if views:
            yield from (Registration(call, each, held, verb) for each, held, verb in views)
            return
        known: set[tuple[Function, object]] = set()
        for each in self.fillings.of(call):
            node = each.argument("endpoint", 1)
            made = self._endpoints(each, node) or self._endpoints(
                call, call.argument("endpoint", 1)
            )
            if not made and not _is_taken(each):
                self.lost.append(call)
            for filled, endpoint in made:
                receiver = filled.node.func
                held = receiver.value if isinstance(receiver, ast.Attribute) else None
                is_call = isinstance(receiver, ast.Attribute) and receiver.attr in _ADDING
                path = self.values.text(filled.argument("path", 0), filled.scope)
                for function in self._served(endpoint):
                    # A helper that many call with what is defined beside it serves that once.
                    if (function, path) not in known:
                        known.add((function, path))
                        yield Registration(
                            filled, function, held if is_call else None, name, source=call.node
                        )
        self._tell_cut(call)

    def _tell_cut(self, call: Call) -> None:
        """Keep that a call is made more often than is looked at: it serves more than is found."""
        if call.node in self.fillings.cut:
            self.lost.append(call)

    def _applied(self, call: Call, function: ast.Call) -> Iterator[Registration]:
        """What ``router.get("/")(endpoint)`` serves, and ``getattr(router, "get")("/")(…)``."""
        made = function.func
        match made:
            case ast.Attribute(value=held, attr=name) if name in DECORATORS:
                receiver = held
            case ast.Call(func=ast.Name(id="getattr"), args=[held, method, *_]):
                receiver, name = held, ""
            case _:
                return
        if len(call.node.args) != 1 or call.node.keywords:
            return
        for each in self.fillings.of(call):
            inner = each.node.func
            if not isinstance(inner, ast.Call):
                continue
            if not name and isinstance(inner.func, ast.Call):
                receiver, method = inner.func.args[:2]
                found = self.values.fold(method, call.scope)
                verb = found.lower() if isinstance(found, str) else ""
            else:
                verb = name
            if verb not in DECORATORS:
                continue
            for filled, endpoint in self._endpoints(each, each.node.args[0]):
                options = filled.node.func
                if isinstance(options, ast.Call):
                    yield Registration(
                        replace(filled, node=options),
                        endpoint,
                        receiver,
                        verb,
                        is_certain=False,
                        source=call.node,
                    )
        self._tell_cut(call)

    def _endpoints(self, call: Call, node: ast.expr | None) -> list[tuple[Call, Function]]:
        """The functions that a call may be given, each with the call as it is then."""
        endpoint = self._endpoint(node, call.scope)
        if endpoint is not None:
            return [(call, endpoint)]
        return list(self._collected.endpoints(call, node))

    def _endpoint(self, node: ast.expr | None, scope: Scope) -> Function | None:
        """The function, or the method of an instance, that is added as an endpoint."""
        found = self.index.function_of(node, scope)
        if found is not None:
            return found
        if isinstance(node, ast.Call):
            # One that is wrapped, as in ``limiter.limit("5/minute")(read)``, or that is made.
            wrapped = self._endpoint(node.args[0], scope) if len(node.args) == 1 else None
            found = wrapped or self._made(node, scope)
            if found is not None:
                return found
        if not isinstance(node, ast.Attribute):
            kind = self.index.kind(node, scope) if isinstance(node, ast.Name | ast.Call) else None
            return self.index.method(kind, "__call__")
        owner = self.index.kind(node.value, scope)
        if owner is None and isinstance(node.value, ast.Name) and node.value.id == "self":
            around = enclosing_class(scope)
            owner = around.symbol if around is not None else None
        if owner is None:
            owner = self.index.symbol(node.value, scope)
        return self.index.method(owner, node.attr)

    def _made(self, node: ast.Call, scope: Scope) -> Function | None:
        """What a function defines and gives back: ``add_api_route("/", self._create())``."""
        maker = self._endpoint(node.func, scope)
        found = [] if maker is None else [self.index.function_of(e, maker) for e in returned(maker)]
        return found[0] if len(found) == 1 and found[0] and found[0].parent is maker else None

    def _served(self, endpoint: Function) -> list[Function]:
        """An endpoint, and what subclasses serve in its place; those alone if it only declares."""
        derived = self.index.overriding(endpoint)
        only = self.index.implementations(endpoint)
        return derived if derived and only else [endpoint, *derived]

    def _decorated(self, call: Call, endpoint: Function) -> Iterator[Registration]:
        """What a decorator serves that stands for one of a router."""
        for made, receiver, name in self._decorators.of(call):
            yield Registration(made, endpoint, receiver, name, is_certain=receiver is None)

    def _view(self, call: Call, symbol: str) -> Iterator[Registration]:
        for made, endpoint, receiver, name in view_methods(self.index, call, symbol):
            yield Registration(made, endpoint, receiver, name)


def _is_taken(call: Call) -> bool:
    """Whether a call adds what its function takes: a helper that nothing in the project calls."""
    node = call.argument("endpoint", 1)
    function = call.function
    while function is not None and isinstance(node, ast.Name):
        if function.takes(node.id) or node.id in function.assigned:
            return True
        function = function.parent
    return False


def methods_of(values: Values, registration: Registration) -> tuple[str, ...]:
    """The methods of HTTP that an endpoint answers to, in upper case; ``WEBSOCKET`` for those."""
    if "websocket" in registration.name:
        return ("WEBSOCKET",)
    given = registration.call.argument("methods")
    folded = values.fold(given, registration.call.scope) if given is not None else None
    listed = cast("list[object]", folded) if isinstance(folded, list) else []
    named = tuple(each.upper() for each in listed if isinstance(each, str))
    return named or (registration.name.upper(),)
