"""What endpoints depend on: ``Depends`` and ``Security``, through aliases and each other."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Module, Scope

_MARKERS = frozenset({"Depends", "Security"})


@dataclass(frozen=True, slots=True, eq=False)
class Dependency:
    """One use of ``Depends`` or ``Security``.

    Attributes:
        symbol: what is depended on, or its class where it is an instance; "" if it names nothing.
        functions: what runs for it, where that is in the project.
        call: the use.
    """

    symbol: str
    functions: tuple[Function, ...]
    call: ast.Call
    module: Module
    is_security: bool


class Resolver:
    """Finds dependencies."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def listed(self, node: ast.expr | None, scope: Scope) -> list[Dependency]:
        """Those of a list such as ``dependencies=[Depends(f)]``."""
        if isinstance(node, ast.Name):
            for value, holder in self.index.values_of(self.index.symbol(node, scope)):
                return self.listed(value, holder) if not isinstance(value, ast.Name) else []
        if not isinstance(node, ast.List | ast.Tuple):
            return []
        found = (self._dependency(each, None, scope) for each in node.elts)
        return [each for each in found if each is not None]

    def of_function(self, function: Function) -> list[Dependency]:
        """Those of a function's parameters."""
        found: list[Dependency] = []
        for argument, default in function.parameters():
            candidates: list[tuple[ast.expr | None, Scope]] = [
                (default, function.module),
                *self.index.metadata(argument.annotation, function.module),
            ]
            for candidate, scope in candidates:
                dependency = self._dependency(candidate, argument.annotation, scope)
                if dependency is not None:
                    found.append(dependency)
        return found

    def expanded(self, dependencies: list[Dependency]) -> list[Dependency]:
        """Them and all that they depend on in turn."""
        found: list[Dependency] = []
        seen: set[Function] = set()
        waiting = list(reversed(dependencies))
        while waiting:
            dependency = waiting.pop()
            found.append(dependency)
            for function in dependency.functions:
                if function not in seen:
                    seen.add(function)
                    waiting += reversed(self.of_function(function))
        return found

    def _dependency(
        self, node: ast.expr | None, annotation: ast.expr | None, scope: Scope
    ) -> Dependency | None:
        if isinstance(node, ast.Name):
            for value, holder in self.index.values_of(self.index.symbol(node, scope)):
                if isinstance(value, ast.Call):
                    return self._dependency(value, annotation, holder)
        if not isinstance(node, ast.Call):
            return None
        last = self.index.called(node.func, scope).rpartition(".")[2]
        if last not in _MARKERS:
            return None
        target = node.args[0] if node.args else None
        for keyword in node.keywords:
            if keyword.arg == "dependency":
                target = keyword.value
        if target is None:
            kinds = self.index.typed(annotation, scope)
            target, scope = kinds[0] if kinds else (None, scope)
        symbol, functions = self._target(target, scope)
        module = scope if not isinstance(scope, Function | Class) else scope.module
        return Dependency(symbol, tuple(functions), node, module, last == "Security")

    def _target(self, target: ast.expr | None, scope: Scope) -> tuple[str, list[Function]]:
        if target is None:
            return "", []
        if isinstance(target, ast.Lambda):
            return "", []
        if isinstance(target, ast.Call):
            made = self.index.definition(self.index.symbol(target.func, scope))
            if isinstance(made, Function):
                # A factory: what it defines inside, or names in what it returns, is what runs.
                return made.symbol, [made, *_inside(made), *self._named_in_returns(made)]
            kind = self.index.kind(target, scope)
            return kind or "", list(self._methods(kind, "__call__"))
        symbol = self.index.symbol(target, scope) or ""
        definition = self.index.definition(symbol)
        if isinstance(definition, Function):
            return symbol, [definition]
        if isinstance(definition, Class):
            return symbol, list(self._methods(symbol, "__init__"))
        kind = self.index.kind(target, scope)
        if kind is None and isinstance(target, ast.Attribute):
            owner = self.index.kind(target.value, scope)
            return f"{owner or ''}.{target.attr}", list(self._methods(owner, target.attr))
        return kind or symbol, list(self._methods(kind, "__call__"))

    def _named_in_returns(self, function: Function) -> Iterator[Function]:
        for node in walk(function.node):
            if isinstance(node, ast.Return) and node.value is not None:
                for each in walk(node.value):
                    if isinstance(each, ast.Name | ast.Attribute):
                        named = self.index.function_of(each, function)
                        if named is not None and named.parent is not function:
                            yield named

    def _methods(self, symbol: str | None, name: str) -> Iterator[Function]:
        method = self.index.method(symbol, name)
        if method is not None:
            yield method


def _inside(function: Function) -> Iterator[Function]:
    prefix = f"{function.qualname}."
    for name, each in function.module.functions.items():
        if name.startswith(prefix):
            yield each
