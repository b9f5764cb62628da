"""Which functions of the project run when one of them does."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.routing.dependencies import Resolver
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Call

MAX_FUNCTIONS = 400
# A method that only so many classes have is taken for what is called where the class is unknown.
MAX_CANDIDATES = 2
# Where the class is unknown, these are far more often the library's than a method of the project.
_OF_SESSIONS = frozenset({"close", "commit", "execute", "flush", "rollback"})


class Reach:
    """Follows calls, arguments that are functions, overriding methods and dependencies."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._resolver = Resolver(facts.index)
        self._next: dict[Function, tuple[Function, ...]] = {}

    def of_route(self, route: Route) -> list[Function]:
        """What runs for a request: the endpoint and its dependencies, with all that they call."""
        starts = [route.function]
        for dependency in route.dependencies:
            starts += dependency.functions
        return self.of(*starts)

    def of(self, *starts: Function) -> list[Function]:
        """Some functions and all that they reach."""
        found: dict[Function, None] = {}
        waiting = list(starts)
        while waiting and len(found) < MAX_FUNCTIONS:
            function = waiting.pop(0)
            if function not in found:
                found[function] = None
                waiting += self._after(function)
        return list(found)

    def calls(self, functions: Iterable[Function]) -> Iterator[tuple[Call, str]]:
        """The calls that stand in some functions, with what each calls."""
        for function in functions:
            for call in function.calls:
                yield call, self.facts.index.origin(call)

    def _after(self, function: Function) -> tuple[Function, ...]:
        if function not in self._next:
            found: list[Function] = []
            for call in function.calls:
                found += self._called(call)
            for dependency in self._resolver.of_function(function):
                found += dependency.functions
            prefix = f"{function.qualname}."
            functions = function.module.functions
            found += [each for name, each in functions.items() if name.startswith(prefix)]
            self._next[function] = tuple(dict.fromkeys(found))
        return self._next[function]

    def _called(self, call: Call) -> Iterator[Function]:
        origin = self.facts.index.origin(call)
        definition = self.facts.index.definition(origin)
        if isinstance(definition, Function):
            yield definition
            yield from self._overriding(definition)
        elif isinstance(definition, Class):
            for name in ("__init__", "__post_init__", "__call__"):
                method = self.facts.index.method(origin, name)
                if method is not None:
                    yield method
        elif (kept := self._kept(call)) is not None:
            yield from kept
        elif origin.startswith("?.") and origin[2:] not in _OF_SESSIONS:
            candidates = self._methods.get(origin[2:], ())
            if len(candidates) <= MAX_CANDIDATES:
                yield from candidates
        scope = call.scope
        for argument in arguments_of(call.node):
            if isinstance(argument, ast.Name | ast.Attribute):
                function = self.facts.index.function_of(argument, scope)
                if function is not None:
                    yield function

    def _kept(self, call: Call) -> list[Function] | None:
        """What ``self.x(…)`` runs where ``self.x`` is a method of the same class, wrapped."""
        node = call.node.func
        owner = call.function.owner if call.function is not None else None
        if owner is None or not isinstance(node, ast.Attribute):
            return None
        wrapped = [
            self.facts.index.method(owner.symbol, argument.attr)
            for value in owner.assigned.get(f"self.{node.attr}", [])
            if isinstance(value, ast.Call)
            for argument in value.args
            if isinstance(argument, ast.Attribute) and unparsed(argument.value) == "self"
        ]
        return [each for each in wrapped if each is not None] or None

    def _overriding(self, method: Function) -> Iterator[Function]:
        if method.owner is None:
            return
        for each in self._subclasses.get(method.owner.symbol, ()):
            if method.name in each.functions:
                yield each.functions[method.name]

    @cached_property
    def _subclasses(self) -> dict[str, list[Class]]:
        found: dict[str, list[Class]] = defaultdict(list)
        for module in self.facts.production:
            for each in module.classes.values():
                for symbol in self.facts.index.ancestors(each.symbol)[1:]:
                    found[symbol].append(each)
        return found

    @cached_property
    def _methods(self) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = defaultdict(list)
        for module in self.facts.production:
            for each in module.functions.values():
                if each.owner is not None and not each.name.startswith("__"):
                    found[each.name].append(each)
        return found
