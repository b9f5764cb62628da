"""Applications, routers and routes, with full paths, parameters and dependencies."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from fastscaffold.audit.facts.classes import SCHEMAS, is_table
from fastscaffold.audit.facts.dependencies import Dependency, Resolver
from fastscaffold.audit.modules import Call, Class, Function, Module, dotted, module_of
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope
    from fastscaffold.audit.values import Values

METHODS = frozenset({"delete", "get", "head", "options", "patch", "post", "put", "trace"})
_DECORATORS = METHODS | {"api_route", "route", "websocket", "websocket_route"}
_APPS = ("fastapi.FastAPI", "fastapi.applications.FastAPI", "*.FastAPI")
_ROUTERS = ("fastapi.APIRouter", "fastapi.routing.APIRouter", "*.APIRouter", "*.InferringRouter")
_PLACEHOLDER = re.compile(r"\{(\w+)(?::[^}]*)?\}")
MAX_NESTING = 12
_RETURNED = "<returned>"  # what a function returns has no name in it

ParameterKind: TypeAlias = Literal[
    "body", "cookie", "depends", "file", "form", "header", "path", "query", "request"
]
_MARKERS: dict[str, ParameterKind] = {
    "Body": "body",
    "Cookie": "cookie",
    "Depends": "depends",
    "File": "file",
    "Form": "form",
    "Header": "header",
    "Path": "path",
    "Query": "query",
    "Security": "depends",
}
_REQUESTS = frozenset(
    {"BackgroundTasks", "HTTPConnection", "Request", "Response", "SecurityScopes", "WebSocket"}
)
_SCALARS = frozenset({"UUID", "bool", "date", "datetime", "float", "int", "str", "Decimal"})


@dataclass(eq=False, slots=True)
class Router:
    """A ``FastAPI()`` or an ``APIRouter()``.

    Attributes:
        key: dotted name of what holds it.
        prefix: as given to it; unknown ones are empty.
        parents: what includes it, with the prefix and the dependencies given there.
    """

    key: str
    call: Call
    is_app: bool
    prefix: str
    dependencies: list[Dependency]
    parents: list[Inclusion] = field(default_factory=list["Inclusion"])


@dataclass(eq=False, slots=True)
class Inclusion:
    """One ``include_router`` or ``mount``."""

    parent: Router | None
    call: Call
    prefix: str
    dependencies: list[Dependency]


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A parameter of an endpoint.

    Attributes:
        marker: the call of ``Query(...)``, ``Body(...)`` and their kin, where there is one.
    """

    name: str
    kind: ParameterKind
    annotation: ast.expr | None
    default: ast.expr | None
    marker: ast.Call | None
    line: int


@dataclass(eq=False, slots=True)
class Route:
    """An endpoint.

    Attributes:
        methods: in upper case; ``WEBSOCKET`` for those.
        path: with all prefixes that are known.
        call: the decorator, or the call of ``add_api_route``.
        dependencies: of itself, its routers and applications, and what those depend on.
        is_reached: whether an application includes it, or that cannot be told.
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


def gather_routes(index: Index, values: Values, calls: dict[str, list[Call]]) -> Served:
    """Find what is served."""
    return _Gatherer(index, values, calls).gather()


def _made_in(scope: Scope) -> Iterator[tuple[str, ast.Call]]:
    """Calls whose results have a name in a scope, or are returned from it."""
    for name, values in scope.assigned.items():
        yield from ((name, value) for value in values if isinstance(value, ast.Call))
    if isinstance(scope, Function):
        for node in walk(scope.node):
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Call):
                yield _RETURNED, node.value


class _Gatherer:
    def __init__(self, index: Index, values: Values, calls: dict[str, list[Call]]) -> None:
        self.index = index
        self.values = values
        self.calls = calls
        self.resolver = Resolver(index)
        self.routers: dict[str, Router] = {}
        self.unknown: list[Call] = []
        # Functions that are looked into: some return what others do, in a circle.
        self.asked: set[str] = set()

    def gather(self) -> Served:
        """Routers first, then what includes them, then their routes."""
        made: dict[int, Router] = {}
        for module in self.index.modules.values():
            if module.is_production:
                scopes: list[Scope] = [module, *module.functions.values()]
                for scope in (*scopes, *module.classes.values()):
                    self._routers_of(scope, made)
        for origin, calls in self.calls.items():
            last = origin.rpartition(".")[2]
            if last in {"include_router", "mount", "include_routers"}:
                for call in calls:
                    if call.module.is_production:
                        self._include(call)
        routes = [route for module in self.index.modules.values() for route in self._routes(module)]
        return Served(self.routers, routes, self.unknown)

    def _routers_of(self, scope: Scope, made: dict[int, Router]) -> None:
        for name, value in _made_in(scope):
            if id(value) in made:
                continue
            symbol = self.index.called(value.func, scope)
            if isinstance(self.index.definition(symbol), Function):
                continue
            is_app = self.index.is_a(symbol, *_APPS)
            if not is_app and not self.index.is_a(symbol, *_ROUTERS):
                continue
            owner = scope if isinstance(scope, Class) else None
            function = scope if isinstance(scope, Function) else None
            module = module_of(scope)
            call = Call(module, value, function, owner)
            key = f"{_name(scope)}.{name}"
            router = Router(
                key,
                call,
                is_app,
                self._prefix(call, "prefix"),
                self.resolver.listed(call.argument("dependencies"), scope),
            )
            made[id(value)] = self.routers[key] = router

    def _prefix(self, call: Call, keyword: str, position: int | None = None) -> str:
        scope = call.scope
        folded = self.values.fold(call.argument(keyword, position), scope)
        return folded if isinstance(folded, str) else ""

    def _key(self, node: ast.expr | None, scope: Scope) -> str | None:
        """The key of the router that an expression names."""
        if isinstance(node, ast.Call):
            function = self.index.function_of(node.func, scope)
            return self._returned(function) if function is not None else None
        name = dotted(node)
        if name is None:
            return None
        first = name.partition(".")[0]
        current: Scope | None = scope
        while isinstance(current, Function):
            if f"{current.symbol}.{name}" in self.routers:
                return f"{current.symbol}.{name}"
            if first in current.assigned:
                value = current.assigned[first][-1]
                if isinstance(value, ast.Call):
                    return self._key(value, current)
            if first == "self" and current.owner is not None:
                key = f"{current.owner.symbol}.{name}"
                return key if key in self.routers else None
            current = current.parent
        symbol = self.index.symbol(node, scope)
        if symbol in self.routers:
            return symbol
        for value, holder in self.index.values_of(symbol):
            if isinstance(value, ast.Call):
                return self._key(value, holder)
        return symbol

    def _returned(self, function: Function) -> str | None:
        """The key of the router that a function returns."""
        if function.symbol in self.asked:
            return None
        self.asked.add(function.symbol)
        try:
            for node in walk(function.node):
                if isinstance(node, ast.Return) and isinstance(node.value, ast.Name | ast.Call):
                    made = f"{function.symbol}.{_RETURNED}"
                    return made if made in self.routers else self._key(node.value, function)
        finally:
            self.asked.discard(function.symbol)
        return None

    def _include(self, call: Call) -> None:
        scope = call.scope
        receiver = call.node.func
        if not isinstance(receiver, ast.Attribute):
            return
        argument = call.argument("router", 0)
        prefix = self._prefix(call, "prefix")
        if receiver.attr == "mount":
            argument = call.argument("app", 1)
            prefix = self._prefix(call, "path", 0)
        child = self.routers.get(self._key(argument, scope) or "")
        parent = self.routers.get(self._key(receiver.value, scope) or "")
        dependencies = self.resolver.listed(call.argument("dependencies"), scope)
        if child is not None:
            child.parents.append(Inclusion(parent, call, prefix, dependencies))
        elif receiver.attr != "mount":
            self.unknown.append(call)

    def _routes(self, module: Module) -> Iterator[Route]:
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
                endpoint = self.index.function_of(call.argument("endpoint", 1), scope)
                if endpoint is not None:
                    yield self._route(call, endpoint, function, "GET")

    def _decorated(
        self, call: Call, endpoint: Function, function: ast.Attribute
    ) -> Iterator[Route]:
        scope = call.scope
        key = self._key(function.value, scope)
        path = call.argument("path", 0)
        if key not in self.routers:
            kind = self.index.kind(function.value, scope)
            known = self.index.is_a(kind, *_APPS, *_ROUTERS)
            text = self.values.fold(path, scope)
            if not known and not (isinstance(text, str) and (text == "" or text[0] == "/")):
                return
        yield self._route(call, endpoint, function, function.attr.upper())

    def _route(self, call: Call, endpoint: Function, function: ast.Attribute, method: str) -> Route:
        scope = call.scope
        router = self.routers.get(self._key(function.value, scope) or "")
        own = self._prefix(call, "path", 0)
        prefix, around, reached = self._around(router)
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
        parameters = list(self._parameters(endpoint, path))
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
            not hidden,
        )

    def _around(self, router: Router | None) -> tuple[str, list[Dependency], bool]:
        """The prefix of a router, what it and all around it depend on, and whether it is served."""
        prefix = ""
        dependencies: list[Dependency] = []
        seen: set[str] = set()
        while router is not None and router.key not in seen and len(seen) < MAX_NESTING:
            seen.add(router.key)
            dependencies += router.dependencies
            prefix = router.prefix + prefix
            if router.is_app and not router.parents:
                return prefix, dependencies, True
            if not router.parents:
                return prefix, dependencies, bool(self.unknown)
            inclusion = router.parents[0]
            prefix = inclusion.prefix + prefix
            dependencies += inclusion.dependencies
            router = inclusion.parent
        return prefix, dependencies, True

    def _parameters(self, endpoint: Function, path: str) -> Iterator[Parameter]:
        in_path = set(_PLACEHOLDER.findall(path))
        for argument, default in endpoint.parameters():
            if argument.arg in {"self", "cls"}:
                continue
            marker = self._marker(argument.annotation, default, endpoint)
            kind = self._kind(argument, marker, endpoint, in_path)
            yield Parameter(
                argument.arg, kind, argument.annotation, default, marker, argument.lineno
            )

    def _marker(
        self, annotation: ast.expr | None, default: ast.expr | None, endpoint: Function
    ) -> ast.Call | None:
        candidates = [(default, endpoint.module), *self.index.metadata(annotation, endpoint.module)]
        for candidate, scope in candidates:
            if isinstance(candidate, ast.Call):
                last = self.index.called(candidate.func, scope).rpartition(".")[2]
                if last in _MARKERS:
                    return candidate
        return None

    def _kind(
        self, argument: ast.arg, marker: ast.Call | None, endpoint: Function, in_path: set[str]
    ) -> ParameterKind:
        if marker is not None:
            name = (dotted(marker.func) or "").rpartition(".")[2]
            symbol = self.index.called(marker.func, endpoint.module).rpartition(".")[2]
            return _MARKERS.get(symbol) or _MARKERS.get(name) or "query"
        if argument.arg in in_path:
            return "path"
        kinds = self.index.typed(argument.annotation, endpoint.module)
        symbols = [self.index.symbol(_plain(each), holder) or "" for each, holder in kinds]
        names = {symbol.rpartition(".")[2] for symbol in symbols}
        if names & _REQUESTS:
            return "request"
        if "UploadFile" in names:
            return "file"
        if names & {"dict", "Dict", "Any", "Mapping"}:
            return "body"
        for symbol in symbols:
            definition = self.index.definition(symbol)
            if self.index.is_a(symbol, *SCHEMAS):
                return "body"
            if isinstance(definition, Class) and is_table(self.index, definition):
                return "body"
        if names & {"list", "List", "set", "Set"} and not names & _SCALARS:
            return "body"
        return "query"


def _plain(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node


def _name(scope: Scope) -> str:
    return scope.name if isinstance(scope, Module) else scope.symbol
