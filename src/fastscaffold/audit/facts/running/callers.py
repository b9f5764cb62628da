"""Who calls what: the calls of a function, and all that runs when one does."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class, Function, enclosing_class
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call, Module

MAX_REACHED = 400


class Callers:
    """Calls by what they call, where that is in the project."""

    def __init__(self, index: Index, modules: list[Module]) -> None:
        self.index = index
        self.modules = modules
        # With the node, whose identity is good for as long as it is held.
        self._targets: dict[int, tuple[ast.Call, Function | Class | None]] = {}
        self._runs: dict[Function, list[Function]] = {}

    def of(self, function: Function) -> list[Call]:
        """The calls of a function in production; of a constructor, those of its class."""
        return self._by_function.get(function, [])

    def of_class(self, symbol: str) -> list[Call]:
        """Where instances of a class are made, those of derived ones included."""
        return self._by_class.get(symbol, [])

    @cached_property
    def run_aside(self) -> frozenset[Function]:
        """Functions that tests and scripts call, and nothing in production."""
        called = {
            self.target(call)
            for module in self.index.modules.values()
            if not module.is_production
            for call in module.calls
        }
        functions = {each for each in called if isinstance(each, Function)}
        return frozenset(each for each in functions if not self.of(each))

    def is_left(self, call: Call) -> bool:
        """Whether a call is for a parameter of a function that nothing in the project names.

        As ``app.add_middleware`` is in an ``add_cors(app)`` that was left behind.
        """
        function, receiver = call.function, call.node.func
        if function is None or not isinstance(receiver, ast.Attribute):
            return False
        held = receiver.value
        return isinstance(held, ast.Name) and function.takes(held.id) and self.is_unused(function)

    def is_unused(self, function: Function) -> bool:
        """Whether nothing in the project names a function, nor decorates it."""
        return (
            not function.node.decorator_list
            and function.owner is None
            and not self.of(function)
            and function.name not in self._words
        )

    @cached_property
    def _words(self) -> frozenset[str]:
        """The names that production source uses, and those that it imports from elsewhere."""
        found: set[str] = set()
        for module in self.modules:
            found.update(each.rpartition(".")[2] for each in module.imports.values())
            found.update(each.id for each in walk(module.tree, ast.Name))
            found.update(each.attr for each in walk(module.tree, ast.Attribute))
        return frozenset(found)

    def target(self, call: Call) -> Function | Class | None:
        """What a call runs, where that is in the project."""
        key = id(call.node)
        if key not in self._targets:
            self._targets[key] = (call.node, self._target(call))
        return self._targets[key][1]

    def _target(self, call: Call) -> Function | Class | None:
        scope = call.scope
        symbol = self.index.called(call.node.func, scope)
        found = self.index.definition(symbol)
        if isinstance(found, Function | Class):
            return found
        owner, _, name = symbol.rpartition(".")
        if owner in {"self", "cls"}:
            owner = ""
        if not owner or owner == "?":
            return self._of_own_class(call, name)
        method = self.index.method(owner, name)
        if method is not None:
            return method
        return self._of_own_class(call, name)

    def reached(
        self, functions: Iterable[Function], most: int | None = MAX_REACHED
    ) -> list[Function]:
        """Some functions, and all that run when they do, as far as that can be told.

        Args:
            functions: those that run.
            most: how many are followed; None for all.
        """
        found: dict[Function, None] = {}
        waiting = list(functions)
        while waiting and (most is None or len(found) < most):
            function = waiting.pop()
            if function in found:
                continue
            found[function] = None
            if function not in self._runs:
                self._runs[function] = list(self._run_by(function))
            waiting += self._runs[function]
        return list(found)

    @cached_property
    def _by_function(self) -> dict[Function, list[Call]]:
        found: dict[Function, list[Call]] = defaultdict(list)
        for module in self.modules:
            for call in module.calls:
                made = self._provided(call)
                target = self.target(made)
                if isinstance(target, Class):
                    target = self.index.method(target.symbol, "__init__")
                if target is not None:
                    for each in (target, *self.index.implementations(target)):
                        found[each].append(made)
        return found

    @cached_property
    def _by_class(self) -> dict[str, list[Call]]:
        found: dict[str, list[Call]] = defaultdict(list)
        for module in self.modules:
            for call in module.calls:
                made = self._provided(call)
                target = self.target(made)
                if isinstance(target, Class):
                    for symbol in self.index.ancestors(target.symbol):
                        found[symbol].append(made)
        return found

    def _provided(self, call: Call) -> Call:
        """A provider of a container as the call that it makes; any other call as it is."""
        name = self.index.called(call.node.func, call.scope)
        if not name.startswith("dependency_injector.providers.") or not call.node.args:
            return call
        first, *others = call.node.args
        node = ast.copy_location(ast.Call(first, others, call.node.keywords), call.node)
        return replace(call, node=node)

    def _of_own_class(self, call: Call, name: str) -> Function | None:
        """What ``self.name()``, ``cls.name()`` and ``super().name()`` run."""
        owner = enclosing_class(call.function)
        if owner is None:
            return None
        match call.node.func:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                return self.index.method(owner.symbol, name)
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
                return self.index.inherited(owner.symbol, name)
            case _:
                return None

    def _run_by(self, function: Function) -> Iterator[Function]:
        for call in function.calls:
            target = self.target(call)
            if isinstance(target, Class):
                for name in ("__init__", "__call__"):
                    method = self.index.method(target.symbol, name)
                    if method is not None:
                        yield method
            elif target is not None:
                yield target
                yield from self.index.implementations(target)
        yield from self._handed_on(function)
        prefix = f"{function.qualname}."
        for name, inner in function.module.functions.items():
            if name.startswith(prefix):
                yield inner

    def _handed_on(self, function: Function) -> Iterator[Function]:
        """Functions that are not called but given, as to a thread or to a cache."""
        owner = enclosing_class(function)
        for call in function.calls:
            arguments = arguments_of(call.node)
            for node in arguments:
                yield from self._named(node, function, owner)
            held = call.node.func
            if (
                owner is not None
                and isinstance(held, ast.Attribute)
                and isinstance(held.value, ast.Name)
                and held.value.id == "self"
            ):
                for value in owner.assigned.get(f"self.{held.attr}", ()):
                    for each in walk(value):
                        if isinstance(each, ast.expr):
                            yield from self._named(each, function, owner)

    def _named(self, node: ast.expr, scope: Function, owner: Class | None) -> Iterator[Function]:
        if not isinstance(node, ast.Name | ast.Attribute):
            return
        found = self.index.function_of(node, scope)
        if found is None and isinstance(node, ast.Attribute):
            kind = self.index.kind(node.value, scope)
            if kind is None and isinstance(node.value, ast.Name) and node.value.id == "self":
                kind = owner.symbol if owner is not None else None
            found = self.index.method(kind, node.attr)
        if found is not None:
            yield found
