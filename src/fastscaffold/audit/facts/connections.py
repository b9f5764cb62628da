"""Which expressions are connections of a database that no annotation tells.

Drivers hand them out by pools, cursors and context managers, and projects keep them in globals,
in attributes of their own objects and in the state of the application.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.dependencies import Resolver
from fastscaffold.audit.facts.drivers import (
    BUILDERS,
    DOCUMENTS,
    ENGINES,
    MADE,
    ROWS,
    SENT,
    SESSION_TYPES,
    SESSIONS,
    THROUGH,
)
from fastscaffold.audit.modules import Class, Function, Module, enclosing_class, module_of
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.drivers import Kind
    from fastscaffold.audit.modules import Scope

MAX_STEPS = 24


class Connections:
    """Connections, cursors, pools, collections and sessions, by where they come from."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.index = facts.index
        self._resolver = Resolver(facts.index)
        self._kinds: dict[tuple[int, int], Kind | None] = {}
        self._results: dict[Function, Kind | None] = {}

    def kind(self, node: ast.expr | None, scope: Scope, steps: int = MAX_STEPS) -> Kind | None:
        """What an expression is a connection to; None where it is none, or nobody can tell."""
        if node is None or steps <= 0:
            return None
        key = (id(node), id(scope))
        if key not in self._kinds:
            self._kinds[key] = None  # a circle ends here
            self._kinds[key] = self._kind(node, scope, steps)
        return self._kinds[key]

    def _kind(self, node: ast.expr, scope: Scope, steps: int) -> Kind | None:
        match node:
            case ast.Await(value=value) | ast.NamedExpr(value=value):
                return self.kind(value, scope, steps - 1)
            case ast.IfExp(body=one, orelse=other):
                return self._first([(one, scope), (other, scope)], steps)
            case ast.BoolOp(values=values):
                return self._first([(each, scope) for each in values], steps)
            case ast.Call():
                return self._of_call(node, scope, steps - 1)
            case ast.Name():
                return self._of_name(node, scope, steps - 1)
            case ast.Attribute():
                return self._of_attribute(node, scope, steps - 1)
            case ast.Subscript(value=value):
                # `client["shop"]["orders"]`
                held = self.kind(value, scope, steps - 1)
                return held if held == "documents" else None
            case _:
                return None

    def _first(self, given: Iterable[tuple[ast.expr, Scope]], steps: int) -> Kind | None:
        for value, holder in given:
            found = self.kind(value, holder, steps - 1)
            if found is not None:
                return found
        return None

    # Calls

    def _of_call(self, node: ast.Call, scope: Scope, steps: int) -> Kind | None:
        symbol = self.index.called(node.func, scope)
        last = symbol.rpartition(".")[2]
        made = self._of_symbol(symbol)
        if made is not None:
            return made
        if last in THROUGH and node.args and self.index.definition(symbol) is None:
            return self._first([(each, scope) for each in node.args], steps)
        function = self.function(node, scope) or self._entered(symbol)
        if function is not None:
            return self._of_function(function, steps)
        # `sessions()` of a `sessions = async_sessionmaker(engine)`
        if self.kind(node.func, scope, steps) == "session":
            return "session"
        return self._of_method(node.func, scope, steps)

    def _of_method(self, node: ast.expr, scope: Scope, steps: int) -> Kind | None:
        """What a method of a connection gives."""
        if not isinstance(node, ast.Attribute):
            return None
        held = self.kind(node.value, scope, steps)
        if held == "session":
            return "query" if node.attr == "query" else None
        if held in {"builder", "query"}:
            return None if node.attr in SENT[held] else held
        return held if node.attr in MADE else None

    def _of_symbol(self, symbol: str | None) -> Kind | None:
        """What a call of a symbol of a library makes, or a value of such a class is."""
        if symbol is None or self.index.definition(symbol) is not None:
            return None
        if symbol in BUILDERS:
            return "builder"
        first, last = symbol.partition(".")[0], symbol.rpartition(".")[2]
        if first in {"sqlalchemy", "sqlmodel"}:
            if last in SESSIONS | SESSION_TYPES:
                return "session"
            if last == "Query":
                return "query"
            return "rows" if last in ENGINES or last in MADE - {"session"} else None
        if last in MADE and first in ROWS:
            return "rows"
        return "documents" if last in MADE and first in DOCUMENTS else None

    def function(self, node: ast.Call, scope: Scope) -> Function | None:
        """What of the project is called; a class is not."""
        found = self.index.function_of(node.func, scope)
        if found is None and isinstance(node.func, ast.Attribute):
            found = self.index.method(self._owner(node.func.value, scope), node.func.attr)
        return found

    def _owner(self, node: ast.expr, scope: Scope) -> str | None:
        """The class that an expression is, or is an instance of."""
        if isinstance(node, ast.Name) and node.id in {"self", "cls"}:
            around = enclosing_class(scope)
            return around.symbol if around is not None else None
        named = self.index.class_of(node, scope)
        return named.symbol if named is not None else self.index.kind(node, scope)

    def _of_function(self, function: Function, steps: int) -> Kind | None:
        """What a function returns, yields, or is said to."""
        if function not in self._results:
            self._results[function] = None  # a circle ends here
            said = self.index.annotated(function.node.returns, function.owner or function.module)
            self._results[function] = self._of_symbol(said) or self._first(
                ((each, function) for each in _given(function)), steps
            )
        return self._results[function]

    def _entered(self, symbol: str) -> Function | None:
        """What gives the value of a `with` whose context is of a class of the project."""
        enter = self.index.method(symbol, "__aenter__")
        return enter or self.index.method(symbol, "__enter__")

    # Names

    def _of_name(self, node: ast.Name, scope: Scope, steps: int) -> Kind | None:
        current = scope if isinstance(scope, Function) else None
        while current is not None:
            if node.id in current.assigned and not _is_global(current, node.id):
                values = current.assigned[node.id]
                return self._first(((each, current) for each in values), steps)
            for each in _looped_over(current, node.id):
                if self.function(each, current) is not None:
                    return self.kind(each, current, steps)
            if current.takes(node.id):
                return self._of_parameter(current, node.id, steps)
            current = current.parent
        return self._of_named(self.index.symbol(node, module_of(scope)), steps)

    def _of_parameter(self, function: Function, name: str, steps: int) -> Kind | None:
        annotated = self.index.annotated(function.annotation(name), function.module)
        found = self._of_symbol(annotated)
        if found is not None:
            return found
        makers = [
            maker
            for argument, default in function.parameters()
            if argument.arg == name
            for each in self._resolver.of_parameter(function, argument, default)
            for maker in each.functions
        ]
        for maker in makers:
            if maker.name != "__init__":
                found = self._of_function(maker, steps)
                if found is not None:
                    return found
        return None

    def _of_named(self, symbol: str | None, steps: int) -> Kind | None:
        """A name of a module or of a class, given there or in a function that says `global`."""
        found = self._first(self.index.values_of(symbol), steps)
        if found is not None or symbol is None:
            return found
        module, rest = self.index.split(symbol)
        if module is None or "." in rest:
            return None
        return self._of_symbol(
            self.index.annotated(module.annotated.get(rest), module)
        ) or self._first(_made_global(module, rest), steps)

    def _of_attribute(self, node: ast.Attribute, scope: Scope, steps: int) -> Kind | None:
        found = self._of_named(self.index.symbol(node, scope), steps)
        if found is not None:
            return found
        if self.kind(node.value, scope, steps) == "documents":
            return "documents"
        owner = self._owner(node.value, scope)
        method = self.index.method(owner, node.attr)
        if method is not None:
            return self._of_function(method, steps)
        for ancestor in self.index.ancestors(owner):
            defined = self.index.definition(ancestor)
            if isinstance(defined, Class):
                return self._of_class(defined, node.attr, steps)
        state = unparsed(node.value).rpartition(".")[2]
        return self._first(self._kept.get(f"{state}.{node.attr}", ()), steps)

    def _of_class(self, defined: Class, name: str, steps: int) -> Kind | None:
        """What an attribute is given: by the class, by its methods, or from outside of it."""
        given: list[tuple[ast.expr, Scope]] = [
            (each, defined) for each in defined.assigned.get(name, [])
        ]
        for method in defined.functions.values():
            for target in (f"self.{name}", f"cls.{name}", f"{defined.name}.{name}"):
                given += [(each, method) for each in method.assigned.get(target, [])]
        given += [
            pair
            for target, pairs in self._kept.items()
            if target.rpartition(".")[2] == name
            for pair in pairs
            if self._is_of(defined, target, pair[1])
        ]
        return self._first(given, steps)

    def _is_of(self, defined: Class, target: str, scope: Scope) -> bool:
        holder = ast.Name(target.partition(".")[0], ast.Load())
        symbols = {self.index.symbol(holder, scope), self.index.kind(holder, scope)}
        return defined.symbol in symbols

    @cached_property
    def _kept(self) -> dict[str, list[tuple[ast.expr, Scope]]]:
        """What attributes are given anywhere in functions, by the last two parts of the name."""
        found: dict[str, list[tuple[ast.expr, Scope]]] = defaultdict(list)
        for module in self.facts.production:
            for function in module.functions.values():
                for target, values in function.assigned.items():
                    if "." in target and not target.startswith(("self.", "cls.")):
                        key = ".".join(target.split(".")[-2:])
                        found[key] += [(each, function) for each in values]
            for target, values in module.assigned.items():
                if "." in target:
                    found[".".join(target.split(".")[-2:])] += [(each, module) for each in values]
        return found


def _given(function: Function) -> Iterator[ast.expr]:
    for node in inside(function.node):
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            yield node.value


def _looped_over(function: Function, name: str) -> Iterator[ast.Call]:
    """What a name is an item of: `async for session in get_session()`."""
    for node in inside(function.node):
        match node:
            case (
                ast.For(target=ast.Name(id=target), iter=ast.Call() as given)
                | ast.AsyncFor(target=ast.Name(id=target), iter=ast.Call() as given)
            ):
                if target == name:
                    yield given
            case _:
                pass


def _is_global(function: Function, name: str) -> bool:
    return any(
        isinstance(node, ast.Global) and name in node.names for node in inside(function.node)
    )


def _made_global(module: Module, name: str) -> Iterator[tuple[ast.expr, Scope]]:
    for function in module.functions.values():
        if name in function.assigned and _is_global(function, name):
            yield from ((each, function) for each in function.assigned[name])
