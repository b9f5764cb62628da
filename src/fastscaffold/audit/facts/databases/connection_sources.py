"""Where the names that connections have are given: by loops, tuples, globals, and from outside."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Function, decorator_names
from fastscaffold.audit.nodes import text_entries
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.dependencies import Resolver
    from fastscaffold.audit.modules import Class, Module, Scope


def given(function: Function) -> Iterator[ast.expr]:
    """What a function returns or yields."""
    for node in inside(function.node, ast.Return, ast.Yield):
        match node:
            case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
                yield value
            case _:
                pass


def given_at(function: Function | None, place: int) -> Iterator[tuple[ast.expr, Scope]]:
    """What a function returns at a place of a tuple."""
    if function is None:
        return
    for value in given(function):
        if isinstance(value, ast.Tuple) and place < len(value.elts):
            yield value.elts[place], function


def depended_on(
    resolver: Resolver, node: ast.expr, scope: Scope
) -> Iterator[tuple[ast.expr, Function]]:
    """What the dependencies of a parameter return or yield."""
    if not isinstance(node, ast.Name) or not isinstance(scope, Function):
        return
    for argument, default in scope.parameters():
        if argument.arg == node.id:
            for each in resolver.of_parameter(scope, argument, default):
                yield from ((value, maker) for maker in each.functions for value in given(maker))


def looped_over(function: Function, name: str) -> Iterator[ast.Call]:
    """What a name is an item of: `async for session in get_session()`."""
    for node in inside(function.node, ast.For, ast.AsyncFor):
        match node:
            case (
                ast.For(target=ast.Name(id=target), iter=ast.Call() as given)
                | ast.AsyncFor(target=ast.Name(id=target), iter=ast.Call() as given)
            ) if target == name:
                yield given
            case _:
                pass


def is_global(function: Function, name: str) -> bool:
    """Whether a name in a function is one of its module."""
    return any(name in node.names for node in inside(function.node, ast.Global))


def made_global(module: Module, name: str) -> Iterator[tuple[ast.expr, Scope]]:
    """What the functions of a module give a name of it."""
    for function in module.functions.values():
        if name in function.assigned and is_global(function, name):
            yield from ((each, function) for each in function.assigned[name])


def given_to(facts: Facts, defined: Class, name: str) -> Iterator[tuple[ast.expr, Scope]]:
    """What an attribute is given: by its class, by the methods of it, or from outside of it."""
    for each in defined.assigned.get(name, []):
        yield each, defined
    for method in defined.functions.values():
        for target in (f"self.{name}", f"cls.{name}", f"{defined.name}.{name}"):
            for each in method.assigned.get(target, []):
                yield each, method
    for target, pairs in kept(facts).items():
        if target.rpartition(".")[2] == name:
            for value, scope in pairs:
                if _is_of(facts, defined, target, scope):
                    yield value, scope


def _is_of(facts: Facts, defined: Class, target: str, scope: Scope) -> bool:
    holder = ast.Name(target.partition(".")[0], ast.Load())
    return defined.symbol in {
        facts.index.symbol(holder, scope),
        facts.index.kind(holder, scope),
    }


@lru_cache(maxsize=2)
def kept(facts: Facts) -> dict[str, list[tuple[ast.expr, Scope]]]:
    """What attributes are given anywhere in functions, by the last two parts of the name."""
    found: dict[str, list[tuple[ast.expr, Scope]]] = defaultdict(list)
    for module in facts.production:
        for function in module.functions.values():
            for target, values in function.assigned.items():
                if "." in target and not target.startswith(("self.", "cls.")):
                    key = ".".join(target.split(".")[-2:])
                    found[key] += [(each, function) for each in values]
            for name, value in _yielded_state(function):
                found[f"state.{name}"].append((value, function))
        for target, values in module.assigned.items():
            if "." in target:
                found[".".join(target.split(".")[-2:])] += [(each, module) for each in values]
    return found


def _yielded_state(function: Function) -> Iterator[tuple[str, ast.expr]]:
    """What the lifespan of an application gives the state of requests."""
    if "asynccontextmanager" not in decorator_names(function):
        return
    for value in given(function):
        if isinstance(value, ast.Dict):
            yield from text_entries(value)
