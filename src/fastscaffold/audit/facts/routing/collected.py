"""Classes that a project finds at run time, to serve a method of each."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class, Function, Module, is_declared
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.fillings import Fillings
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call, Scope

# Attributes of every class.
_OF_ALL = frozenset({"__class__", "__dict__", "__doc__", "__module__", "__name__", "__qualname__"})
MIN_ATTRIBUTES = 2


class Collected:
    """Tells the classes by what a loop says of their type, else by the attributes that it reads."""

    def __init__(self, index: Index, fillings: Fillings) -> None:
        self.index = index
        self.fillings = fillings

    def endpoints(self, call: Call, node: ast.expr | None) -> Iterator[tuple[Call, Function]]:
        """The methods that ``each.handle`` may be, with the call as it is for each."""
        if not isinstance(node, ast.Attribute):
            return
        held = node.value
        # The class itself may be gone through, and each called: ``each().handle``.
        if isinstance(held, ast.Call) and not held.args and not held.keywords:
            held = held.func
        if not isinstance(held, ast.Name):
            return
        for defined in self._classes(held.id, node.attr, call.scope):
            place = ast.Name(f".{defined.symbol}", ast.Load())
            made = ast.copy_location(ast.Call(place, [], []), held)
            ast.copy_location(place, held)
            yield (
                self.fillings.with_given(call, {held.id: made}),
                defined.functions[node.attr],
            )

    def _classes(self, name: str, method: str, scope: Scope) -> list[Class]:
        """The classes that have a method of their own, of those that a name may stand for."""
        having = [
            each
            for each in self.index.classes()
            if each.module.is_production
            and method in each.functions
            and not is_declared(each.functions[method])
        ]
        bases = self._bases(name, scope)
        if bases:
            return [each for each in having if bases & set(self.index.ancestors(each.symbol))]
        asked = _read(name, scope) - {method}
        if len(asked) < MIN_ATTRIBUTES:
            return []
        return [each for each in having if asked <= self._attributes(each)]

    def _bases(self, name: str, scope: Scope, known: frozenset[str] = frozenset()) -> set[str]:
        """The classes of the project that are named where a loop gets its elements from."""
        annotated = scope.annotation(name) if isinstance(scope, Function) else None
        found = self._named(annotated, scope)
        holder = scope.tree if isinstance(scope, Module) else scope.node
        for each in inside(holder):
            if isinstance(each, ast.For) and _is_target(name, each.target):
                found |= self._of_iterable(each.iter, scope)
        for value in scope.assigned.get(name, []):
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and not value.args:
                # Variables may be made of each other.
                made, looked = value.func.id, known | {name}
                found |= self._bases(made, scope, looked) if made not in looked else set()
        return found

    def _of_iterable(self, node: ast.expr, scope: Scope, steps: int = 4) -> set[str]:
        found: set[str] = set()
        for each in walk(node):
            match each:
                case ast.Call():
                    made = self.index.function_of(each.func, scope)
                    if made is not None:
                        found |= self._named(made.node.returns, made.module)
                        if steps and made.node.returns is None:
                            for inner in walk(made.node):
                                if isinstance(inner, ast.Return) and inner.value is not None:
                                    found |= self._of_iterable(inner.value, made, steps - 1)
                    match each.func:
                        case ast.Attribute(value=held, attr="__subclasses__"):
                            found |= self._named(held, scope)
                        case _:
                            pass
                    for given in each.args:
                        found |= self._named(given, scope)
                case ast.Name(id=name) if isinstance(scope, Function) and steps:
                    for value in scope.assigned.get(name, []):
                        found |= self._of_iterable(value, scope, steps - 1)
                    found |= self._named(scope.annotation(name), scope)
                case _:
                    pass
        return found

    def _named(self, node: ast.expr | None, scope: Scope) -> set[str]:
        """The classes of the project in an annotation, or that an expression names."""
        return {
            found.symbol
            for each in (walk(node) if node is not None else ())
            if isinstance(each, ast.Name | ast.Attribute)
            and (found := self.index.class_of(each, scope)) is not None
        }

    def _attributes(self, defined: Class) -> set[str]:
        """The names that a class and its bases give something, or declare."""
        found: set[str] = set(_OF_ALL)
        for symbol in self.index.ancestors(defined.symbol):
            base = self.index.definition(symbol)
            if isinstance(base, Class):
                held = {each.removeprefix("self.") for each in base.assigned}
                found |= held | base.functions.keys()
                found |= {
                    each.target.id
                    for each in base.node.body
                    if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
                }
        return found


def _is_target(name: str, target: ast.expr) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(target))


def _read(name: str, scope: Scope) -> set[str]:
    """The attributes of a name that are read in a scope."""
    nodes = inside(scope.tree if isinstance(scope, Module) else scope.node)
    return {
        each.attr
        for each in nodes
        if isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and each.value.id == name
    }
