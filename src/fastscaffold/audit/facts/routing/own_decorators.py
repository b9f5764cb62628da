"""Decorators that stand for those of a router: aliases, partials, and functions of the project."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.substitution import qualified, substituted
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function, Module

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from fastscaffold.audit.facts.origins.fillings import Fillings
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call, Scope

    # The call with the options of the route, the router, and the name of its method, which is
    # empty where the decorator is given it.
    Made: TypeAlias = tuple[Call, ast.expr | None, str]

METHODS = frozenset({"delete", "get", "head", "options", "patch", "post", "put", "trace"})
DECORATORS = METHODS | {"api_route", "route", "websocket", "websocket_route"}
_ADDING = {"add_api_route": "get", "add_api_websocket_route": "websocket"}
MAX_STEPS = 3


class OwnDecorators:
    """Finds what such a decorator does."""

    def __init__(self, index: Index, fillings: Fillings) -> None:
        self.index = index
        self.fillings = fillings
        # Calls in such decorators, which serve what is decorated and nothing else.
        self.inner: set[ast.expr] = set()

    def of(self, call: Call, steps: int = MAX_STEPS) -> Iterator[Made]:
        """What ``@get("/x")`` does, where that is not a method of a router as it stands."""
        function = call.node.func
        symbol = self.index.called(function, call.scope)
        made = self.index.definition(symbol)
        if isinstance(made, Function):
            if steps:
                yield from self._by_function(call, made, steps - 1)
            return
        holder, _, name = symbol.rpartition(".")
        is_named = isinstance(self.index.definition(holder), Module)
        if isinstance(function, ast.Name) and name in DECORATORS and not is_named:
            if self.index.split(symbol)[0] is not None:
                yield call, ast.copy_location(ast.Name(f".{holder}", ast.Load()), function), name
            elif "fastapi" in holder.partition(".")[0]:
                yield call, None, name
            return
        for value, scope in self._values(function, call.scope):
            if isinstance(value, ast.Call):
                yield from self._by_partial(call, value, scope)

    def bare(self, module: Module) -> Iterator[tuple[Function, Made]]:
        """What decorators do that stand without a call: ``@served``."""
        for function in module.functions.values():
            for decorator in function.node.decorator_list:
                if isinstance(decorator, ast.Name | ast.Attribute):
                    scope = function.parent or function.owner or module
                    for made in self._by_name(decorator, scope):
                        yield function, made

    def _by_name(self, decorator: ast.Name | ast.Attribute, scope: Scope) -> Iterator[Made]:
        made = self.index.function_of(decorator, scope)
        if made is not None:
            yield from self._registering(made)
            return
        for value, holder in self._values(decorator, scope):
            match value:
                case ast.Call(func=ast.Attribute(value=receiver, attr=name)) if name in DECORATORS:
                    for call in _calls(holder):
                        if call.node is value:
                            yield call, receiver, name
                case _:
                    pass

    def _values(self, node: ast.expr, scope: Scope) -> list[tuple[ast.expr, Scope]]:
        if isinstance(node, ast.Name) and node.id in scope.assigned:
            return [(value, scope) for value in scope.assigned[node.id]]
        return self.index.values_of(self.index.symbol(node, scope))

    def _by_partial(self, call: Call, value: ast.Call, scope: Scope) -> Iterator[Made]:
        """``get = partial(router.get, tags=["a"])``: the options of both."""
        if self.index.called(value.func, scope) != "functools.partial" or not value.args:
            return
        given = [qualified(self.index, each, scope, call.scope) for each in value.args]
        function = given[0]
        if not isinstance(function, ast.Attribute) or function.attr not in DECORATORS:
            return
        own = {each.arg for each in call.node.keywords}
        kept = [
            ast.keyword(each.arg, qualified(self.index, each.value, scope, call.scope))
            for each in value.keywords
            if each.arg not in own
        ]
        node = ast.Call(function, [*given[1:], *call.node.args], [*call.node.keywords, *kept])
        made = replace(call, node=ast.copy_location(node, call.node))
        yield made, function.value, function.attr

    def _by_function(self, call: Call, made: Function, steps: int) -> Iterator[Made]:
        """What a function of the project does that answers a decorator."""
        given = self.fillings.arguments(call, made)
        # In what another function is given, the names of this one are written in full.
        given |= {f".{made.symbol}.{name}": value for name, value in given.items()}
        found = [*self._answered(made, steps)]
        for inner in _inside(made):
            found += self._registering(inner)
        for each, receiver, name in found:
            node = substituted(each.node, given)
            held = substituted(receiver, given) if receiver is not None else None
            if name:
                if isinstance(node, ast.Call):
                    yield replace(each, node=node), held, name
                continue
            match _bound(node):
                case ast.Call(func=ast.Attribute(value=holder, attr=verb)) as full if (
                    verb in DECORATORS
                ):
                    yield replace(each, node=full), holder, verb
                case _:
                    pass

    def _answered(self, made: Function, steps: int) -> Iterator[Made]:
        """``return router.get(path)``: the decorator of a router, or another own one."""
        nodes = list(returned(made))
        for call in made.calls:
            if not any(call.node is each for each in nodes):
                continue
            match call.node.func:
                case ast.Attribute(value=receiver, attr=name) if name in DECORATORS:
                    yield call, receiver, name
                case method if _is_given(method, made):
                    yield call, None, ""
                case _:
                    yield from self.of(call, steps)

    def _registering(self, function: Function) -> Iterator[Made]:
        """What a function makes an endpoint of what it takes, or of what it wraps that in."""
        names = {each.arg for each, _ in function.parameters()}
        prefix = f"{function.qualname}."
        names |= {
            each.name for key, each in function.module.functions.items() if key.startswith(prefix)
        }
        names |= {
            name
            for name, values in function.assigned.items()
            if any(_names(each, names) for each in values)
        }
        for call in function.calls:
            match call.node:
                case ast.Call(
                    func=ast.Call(func=ast.Attribute(value=receiver, attr=name)) as options,
                    args=[endpoint],
                ) if name in DECORATORS and _names(endpoint, names):
                    self.inner.add(call.node)
                    yield replace(call, node=options), receiver, name
                case ast.Call(func=ast.Call(func=method) as options, args=[endpoint]) if _names(
                    endpoint, names
                ) and _is_given(method, function.parent):
                    self.inner.add(call.node)
                    yield replace(call, node=options), None, ""
                case ast.Call(func=ast.Attribute(value=receiver, attr=name)) if (
                    name in _ADDING and _names(call.argument("endpoint", 1), names)
                ):
                    self.inner.add(call.node)
                    yield call, receiver, _ADDING[name]
                case _:
                    pass


def _names(node: ast.expr | None, names: set[str]) -> bool:
    """Whether an expression is one of some names, or a call that is given one."""
    if isinstance(node, ast.Call):
        return any(_names(each, names) for each in node.args)
    return isinstance(node, ast.Name) and node.id in names


def _is_given(method: ast.expr, function: Function | None) -> bool:
    """Whether a method of a router is what a function takes, itself or by its name."""
    match method:
        case ast.Name(id=name):
            return function is not None and function.takes(name)
        case ast.Call(func=ast.Name(id="getattr"), args=[_, *_]):
            return True
        case _:
            return False


def _bound(node: ast.expr) -> ast.expr:
    """A call of ``getattr(router, "get")`` as one of ``router.get``; any other as it is."""
    match node:
        case ast.Call(
            func=ast.Call(func=ast.Name(id="getattr"), args=[holder, verb, *_]) as method
        ):
            match verb:
                case ast.Call(func=ast.Attribute(value=text, attr="lower"), args=[]):
                    verb = text
                case _:
                    pass
            if isinstance(verb, ast.Constant) and isinstance(verb.value, str):
                named = ast.copy_location(
                    ast.Attribute(holder, verb.value.lower(), ast.Load()), method
                )
                return ast.copy_location(ast.Call(named, node.args, node.keywords), node)
        case _:
            pass
    return node


def _inside(function: Function) -> list[Function]:
    prefix = f"{function.qualname}."
    return [each for key, each in function.module.functions.items() if key.startswith(prefix)]


def _calls(scope: Scope) -> list[Call]:
    return scope.module.calls if isinstance(scope, Class) else scope.calls
