"""What texts stand for columns in the functions that a row goes through, on its way to a client."""

from __future__ import annotations

import ast
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from fastscaffold.audit.modules import Class, Function, last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_KEYS = frozenset({"key", "name"})
_STEPS = 6


class Way(NamedTuple):
    """A function on the way of a row to the client.

    Attributes:
        table: whose row it is.
        dumped: the method that makes the mapping.
        is_own: whether the function is that method, or one of the table that it calls.
    """

    facts: Facts
    table: Class
    dumped: Function
    function: Function
    is_own: bool


def is_dumped(way: Way, node: ast.expr) -> bool:
    """Whether an expression is the mapping, or made of it: all that the method itself handles."""
    return way.is_own or any(
        isinstance(each, ast.Call) and last_called(each) == way.dumped.name
        for each, _ in _spread(way, node)
    )


def texts_of(way: Way, node: ast.expr) -> set[str]:
    """The texts of an expression, of the names and lists of the class that stand in it."""
    found: set[str] = set()
    for each, _ in _spread(way, node):
        match each:
            case ast.Constant(value=str() as text):
                found.add(text)
            # ``User.password.key``
            case ast.Attribute(value=ast.Attribute(attr=column), attr=part) if part in _KEYS:
                found.add(column)
            case _:
                pass
    return found


def _spread(way: Way, node: ast.expr) -> Iterator[tuple[ast.AST, Scope]]:
    """All nodes of an expression, and of what the names and attributes in it are given."""
    seen: set[int] = set()
    waiting: list[tuple[ast.AST, Scope, int]] = [(node, way.function, _STEPS)]
    while waiting:
        start, scope, steps = waiting.pop()
        if id(start) in seen or steps == 0:
            continue
        seen.add(id(start))
        for each in walk(start):
            yield each, scope
            if isinstance(each, ast.Name | ast.Attribute | ast.Call):
                waiting += [(*made, steps - 1) for made in _meant(way, each, scope)]


def _meant(way: Way, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    match node:
        case ast.Name(id=name) if isinstance(scope, Function):
            yield from ((each, scope) for each in scope.assigned.get(name, ()))
            for argument, default in scope.parameters():
                if argument.arg == name and default is not None:
                    yield default, scope
            for each in walk(scope.node):
                match each:
                    case (
                        ast.For(target=ast.Name(id=held), iter=given)
                        | ast.comprehension(target=ast.Name(id=held), iter=given)
                    ) if held == name:
                        yield given, scope
                    case _:
                        pass
            if name not in scope.assigned and not scope.takes(name):
                yield from way.facts.index.values_of(way.facts.index.symbol(node, scope))
        case ast.Attribute(attr=name):
            yield from _of_class(way, name)
            yield from way.facts.index.values_of(way.facts.index.symbol(node, scope))
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str() as name), *_]):
            yield from _of_class(way, name)
        case _:
            pass


def _of_class(way: Way, name: str) -> Iterator[tuple[ast.AST, Scope]]:
    """What lists of a class hold, or methods of it return, that a row may be asked for."""
    for symbol in way.facts.index.ancestors(way.table.symbol):
        base = way.facts.index.definition(symbol)
        if not isinstance(base, Class):
            continue
        given = chain(base.assigned.get(name, ()), base.assigned.get(f"self.{name}", ()))
        yield from ((each, base) for each in given)
        method = base.functions.get(name)
        if method is not None and method is not way.dumped:
            for each in walk(method.node):
                if isinstance(each, ast.Return) and each.value is not None:
                    yield each.value, method
