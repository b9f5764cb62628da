"""Applications and routers, wherever they are made, and what includes what."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.makings import RETURNED, made_in
from fastscaffold.audit.facts.routing.ways import MAX_NESTING, way_up
from fastscaffold.audit.modules import Call, Class, Function, Module, dotted, module_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.fillings import Fillings
    from fastscaffold.audit.facts.routing.dependencies import Dependency, Resolver
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope
    from fastscaffold.audit.values import Values

_APPS = ("fastapi.FastAPI", "fastapi.applications.FastAPI", "*.FastAPI")
_ROUTERS = ("fastapi.APIRouter", "fastapi.routing.APIRouter", "*.APIRouter", "*.InferringRouter")
# What is included by a method, and where its path stands: a host adds none.
_METHODS: dict[str, tuple[str, int, str, int | None]] = {
    "include_router": ("router", 0, "prefix", None),
    "include_routers": ("router", 0, "prefix", None),
    "mount": ("app", 1, "path", 0),
    "host": ("app", 1, "prefix", None),
}
_MOUNTS = frozenset({"starlette.routing.Mount", "fastapi.routing.Mount"})
_HOSTS = frozenset({"starlette.routing.Host"})


@dataclass(eq=False, slots=True)
class Router:
    """A ``FastAPI()`` or an ``APIRouter()``.

    Attributes:
        key: dotted name of what holds it.
        prefix: as given to it; unknown ones are empty.
        parents: what includes it, with the prefix and the dependencies given there.
        pattern: the router of the function that makes it, and others like it.
    """

    key: str
    call: Call
    is_app: bool
    prefix: str
    dependencies: list[Dependency]
    parents: list[Inclusion] = field(default_factory=list["Inclusion"])
    pattern: Router | None = None


@dataclass(eq=False, slots=True)
class Inclusion:
    """One ``include_router``, ``mount`` or ``host``, or what stands for them in ``routes``."""

    parent: Router | None
    call: Call
    prefix: str
    dependencies: list[Dependency]


class Routers:
    """The applications and routers of a project, tests left out.

    Attributes:
        made: by their keys.
        unknown: calls of ``include_router`` of which the source does not decide what they include.
    """

    def __init__(
        self, index: Index, values: Values, resolver: Resolver, fillings: Fillings
    ) -> None:
        self.index = index
        self.values = values
        self.resolver = resolver
        self.fillings = fillings
        self.made: dict[str, Router] = {}
        self.unknown: list[Call] = []
        # Functions that are looked into: some return what others do, in a circle.
        self._asked: set[str] = set()

    def gather(self, calls: dict[str, list[Call]]) -> None:
        """Find what is made, then what includes it among all calls of the project."""
        made: dict[int, Router] = {}
        scopes: list[Scope] = []
        for module in self.index.modules.values():
            if module.is_production:
                scopes += [module, *module.functions.values(), *module.classes.values()]
        for scope in scopes:
            self._routers_of(scope, made)
        if not any(each.is_app for each in self.made.values()):
            for scope in scopes:
                self._routers_of(scope, made, is_declared=True)
        for scope in scopes:
            self._copies_of(scope)
        for origin, called in calls.items():
            last = origin.rpartition(".")[2]
            for call in called:
                if not call.module.is_production:
                    continue
                if origin in _MOUNTS | _HOSTS:
                    self._include_route(call, has_path=origin in _MOUNTS)
                elif last in _METHODS:
                    self._include_each(call)

    def named(self, node: ast.expr | None, scope: Scope) -> Router | None:
        """The router that an expression names."""
        return self.made.get(self._key(node, scope) or "")

    def is_one(self, node: ast.expr, scope: Scope) -> bool:
        """Whether an expression is an application or a router, though none that was found."""
        kind = self.index.kind(node, scope)
        return self.index.is_a(kind, *_APPS) or self._is_router(kind)

    def prefix(self, call: Call, keyword: str, position: int | None = None) -> str:
        """A path that a call is given; empty where it is not decided."""
        folded = self.values.fold(call.argument(keyword, position), call.scope)
        return folded if isinstance(folded, str) else ""

    def around(self, router: Router | None) -> tuple[str, list[Dependency], bool]:
        """The prefix of a router, what it and all around it depend on, and whether it is served.

        Of several ways to it, one that an application is at the end of.
        """
        prefix = ""
        dependencies: list[Dependency] = []
        way, served = way_up(router)
        for each, inclusion in way:
            dependencies += each.dependencies
            prefix = each.prefix + prefix
            if inclusion is not None:
                prefix = inclusion.prefix + prefix
                dependencies += inclusion.dependencies
        return prefix, dependencies, served or bool(self.unknown)

    def in_schema(self, router: Router | None, seen: tuple[Router, ...] = ()) -> bool:
        """Whether some way to a router shows it in the OpenAPI document."""
        if router is None or router in seen or len(seen) == MAX_NESTING:
            return True
        if self._hides(router.call):
            return False
        return not router.parents or any(
            not self._hides(each.call) and self.in_schema(each.parent, (*seen, router))
            for each in router.parents
        )

    def _hides(self, call: Call) -> bool:
        return self.values.fold(call.argument("include_in_schema"), call.scope) is False

    def _routers_of(
        self, scope: Scope, made: dict[int, Router], *, is_declared: bool = False
    ) -> None:
        """Find what a scope makes, or with ``is_declared`` what others make it, as it says."""
        for name, value in made_in(scope):
            if id(value) in made:
                continue
            symbol = self.index.called(value.func, scope)
            if isinstance(self.index.definition(symbol), Function):
                continue
            is_app = self.index.is_a(symbol, *_APPS) or (
                is_declared and self.index.is_a(self._declared(name, scope), *_APPS)
            )
            if not is_app and not self._is_router(symbol):
                continue
            owner = scope if isinstance(scope, Class) else None
            function = scope if isinstance(scope, Function) else None
            module = module_of(scope)
            call = Call(module, value, function, owner)
            key = _made_in(self.index, scope, name)
            router = Router(
                key,
                call,
                is_app,
                self.prefix(call, "prefix"),
                self.resolver.listed(call.argument("dependencies"), scope),
            )
            made[id(value)] = self.made[key] = router
            for each in self._own(symbol) if not is_app else ():
                self.made.setdefault(each, replace(router, key=each, parents=[]))

    def _declared(self, name: str, scope: Scope) -> str | None:
        """What a scope says that a name is, or that it returns."""
        if isinstance(scope, Class):
            return None
        said = scope.annotated.get(name)
        if name == RETURNED and isinstance(scope, Function):
            said = scope.node.returns
        return self.index.annotated(said, module_of(scope))

    def _own(self, symbol: str) -> Iterator[str]:
        """The keys of what ``self`` is where methods of a router's own class add routes to it."""
        for each in self.index.ancestors(symbol):
            if isinstance(self.index.definition(each), Class):
                yield f"{each}.self"

    def _is_router(self, symbol: str | None) -> bool:
        """Whether a class is a router of FastAPI, or one that a library derives from it."""
        return self.index.is_a(symbol, *_ROUTERS) or any(
            each.endswith("Router") and any(part.startswith("fastapi") for part in each.split("."))
            for each in self.index.ancestors(symbol)
        )

    def _copies_of(self, scope: Scope) -> None:
        """Keep apart what a function makes each time that it is called."""
        for name, value in made_in(scope):
            key = _made_in(self.index, scope, name)
            made = self.index.function_of(value.func, scope)
            pattern = self.made.get(self._returned(made) or "") if made is not None else None
            if key not in self.made and pattern is not None and not pattern.is_app:
                pattern = pattern.pattern or pattern
                self.made[key] = replace(pattern, key=key, parents=[], pattern=pattern)

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
            if f"{current.symbol}.{name}" in self.made:
                return f"{current.symbol}.{name}"
            if first in current.assigned:
                value = current.assigned[first][-1]
                if isinstance(value, ast.Call):
                    return self._key(value, current)
            if first == "self" and current.owner is not None:
                key = f"{current.owner.symbol}.{name}"
                return key if key in self.made else None
            current = current.parent
        symbol = self.index.symbol(node, scope)
        if symbol in self.made:
            return symbol
        for value, holder in self.index.values_of(symbol):
            if isinstance(value, ast.Call):
                return self._key(value, holder)
        return symbol

    def _returned(self, function: Function) -> str | None:
        """The key of the router that a function returns."""
        if function.symbol in self._asked:
            return None
        self._asked.add(function.symbol)
        try:
            for node in walk(function.node, ast.Return):
                if isinstance(node.value, ast.Name | ast.Call):
                    made = f"{function.symbol}.{RETURNED}"
                    return made if made in self.made else self._key(node.value, function)
        finally:
            self._asked.discard(function.symbol)
        return None

    def _include_each(self, call: Call) -> None:
        """Include what a call does, once for each that a loop or a caller gives to it."""
        for each in self.fillings.of(call):
            self._include(each)
        if call.node in self.fillings.cut:
            self.unknown.append(call)

    def _include(self, call: Call) -> None:
        scope = call.scope
        receiver = call.node.func
        if not isinstance(receiver, ast.Attribute):
            return
        given, place, path, at = _METHODS.get(receiver.attr, _METHODS["include_router"])
        child = self.named(call.argument(given, place), scope)
        parent = self.named(receiver.value, scope)
        dependencies = self.resolver.listed(call.argument("dependencies"), scope)
        if child is not None:
            prefix = self.prefix(call, path, at)
            inclusion = Inclusion(parent, call, prefix, dependencies)
            child.parents.append(inclusion)
            if child.pattern is not None:
                child.pattern.parents.append(inclusion)
            for each in self._own(self.index.called(child.call.node.func, child.call.scope)):
                if each in self.made:
                    self.made[each].parents.append(inclusion)
        elif given == "router":
            self.unknown.append(call)

    def _include_route(self, call: Call, *, has_path: bool) -> None:
        """Include what ``Mount("/v2", app=…)`` and ``Host("api.example.org", app=…)`` hold."""
        child = self.named(call.argument("app", 1), call.scope)
        if child is not None:
            prefix = self.prefix(call, "path", 0) if has_path else ""
            child.parents.append(Inclusion(None, call, prefix, []))


def _made_in(index: Index, scope: Scope, name: str) -> str:
    if isinstance(scope, Module):
        return index.made_in(scope, name)
    return f"{scope.symbol}.{name}"
