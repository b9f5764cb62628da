"""Which expressions are connections of a database that no annotation tells.

Drivers hand them out by pools, cursors and context managers, and projects keep them in globals,
in attributes of their own objects and in the state of the application.
"""

from __future__ import annotations

import ast
from itertools import chain
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.databases.connection_sources import (
    depended_on,
    given,
    given_at,
    given_to,
    is_global,
    kept,
    looped_over,
    made_global,
)
from fastscaffold.audit.facts.databases.drivers import (
    MADE,
    OPENED,
    SENT,
    THROUGH,
    WRAPPING,
)
from fastscaffold.audit.facts.databases.made_connections import kind_of_symbol, makes_dynamo
from fastscaffold.audit.facts.routing.dependencies import Resolver
from fastscaffold.audit.facts.walking import unpacked
from fastscaffold.audit.modules import Class, Function, enclosing_class, last_called, module_of
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.databases.drivers import Kind
    from fastscaffold.audit.modules import Scope

MAX_STEPS = 24

_OF_SESSIONS: dict[str, Kind] = {"begin": "session", "connection": "rows", "query": "query"}


class Connections:
    """Connections, cursors, pools, collections and sessions, by where they come from."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.index = facts.index
        self._resolver = Resolver(facts.index)
        self._kinds: dict[tuple[int, int], Kind | None] = {}
        self._callables: dict[tuple[int, int], Kind | None] = {}
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
        return _any_of(self.kind(value, holder, steps - 1) for value, holder in given)

    # Calls

    def _of_call(self, node: ast.Call, scope: Scope, steps: int) -> Kind | None:
        symbol = self.index.called(node.func, scope)
        last = symbol.rpartition(".")[2]
        made = kind_of_symbol(self.index, symbol)
        if made is not None:
            return made
        if makes_dynamo(self.facts, symbol, node, scope):
            return "documents"
        if last in THROUGH and node.args and self.index.definition(symbol) is None:
            return self._first([(each, scope) for each in node.args], steps)
        function = self.function(node, scope) or self._entered(symbol)
        if function is not None:
            return self._of_function(function, steps)
        # `sessions()` of a `sessions = async_sessionmaker(engine)`
        if self.kind(node.func, scope, steps) == "session":
            return "session"
        return self._of_callable(node.func, scope, steps) or self._of_method(
            node.func, scope, steps
        )

    def _of_callable(self, node: ast.expr | None, scope: Scope, steps: int) -> Kind | None:
        """What a call of an expression gives that stands for something else that is called.

        ``sessions = asynccontextmanager(get_session)``, ``partial(AsyncSession, engine)``.
        """
        key = (id(node), id(scope))
        if node is None or steps <= 0:
            return None
        if key not in self._callables:
            self._callables[key] = None  # a circle ends here
            self._callables[key] = self._wrapped(node, scope, steps)
        return self._callables[key]

    def _wrapped(self, node: ast.expr, scope: Scope, steps: int) -> Kind | None:
        match node:
            case ast.Lambda(body=body):
                return self.kind(body, scope, steps - 1)
            case ast.Call(args=[wrapped, *_]) if last_called(node) in WRAPPING:
                function = self._called(wrapped, scope)
                if function is not None:
                    return self._of_function(function, steps - 1)
                made = kind_of_symbol(self.index, self.index.symbol(wrapped, scope))
                return made or self._of_callable(wrapped, scope, steps - 1)
            case ast.Name() | ast.Attribute():
                values = self.index.values_of(self.index.symbol(node, scope))
                if isinstance(scope, Function) and isinstance(node, ast.Name):
                    local = scope.assigned.get(node.id, ())
                    values = [(each, scope) for each in local] or values
                return _any_of(
                    self._of_callable(each, holder, steps - 1) for each, holder in values
                )
            case _:
                return None

    def _of_method(self, node: ast.expr, scope: Scope, steps: int) -> Kind | None:
        """What a method of a connection gives."""
        if not isinstance(node, ast.Attribute):
            return None
        held = self.kind(node.value, scope, steps)
        if node.attr in THROUGH:
            return held
        if held == "session":
            return _OF_SESSIONS.get(node.attr)
        if held in {"builder", "query"}:
            return None if node.attr in SENT[held] else held
        return held if node.attr in MADE or (held == "documents" and node.attr in OPENED) else None

    def function(self, node: ast.Call, scope: Scope) -> Function | None:
        """What of the project is called; a class is not."""
        return self._called(node.func, scope)

    def _called(self, node: ast.expr, scope: Scope) -> Function | None:
        found = self.index.function_of(node, scope)
        if found is None and isinstance(node, ast.Attribute):
            # `db: Session = Depends(get_storage)`: nobody checks what an annotation says.
            given_by = depended_on(self._resolver, node.value, scope)
            for value, holder in chain([(node.value, scope)], given_by):
                found = found or self.index.method(self._owner(value, holder), node.attr)
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
            self._results[function] = kind_of_symbol(self.index, said) or self._first(
                ((each, function) for each in given(function)), steps
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
            if node.id in current.assigned and not is_global(current, node.id):
                values = current.assigned[node.id]
                return self._first(((each, current) for each in values), steps)
            for each in looped_over(current, node.id):
                if self.function(each, current) is not None:
                    return self.kind(each, current, steps)
            for each, place in unpacked(current, node.id):
                return self._first(given_at(self.function(each, current), place), steps)
            if current.takes(node.id):
                return self._of_parameter(current, node.id, steps)
            current = current.parent
        # What a function imports itself has no name in its module.
        holder: Scope = scope
        while isinstance(holder, Function) and node.id not in holder.imports:
            holder = holder.parent or holder.module
        holder = holder if isinstance(holder, Function) else module_of(holder)
        return self._of_named(self.index.symbol(node, holder), steps)

    def _of_parameter(self, function: Function, name: str, steps: int) -> Kind | None:
        annotated = self.index.annotated(function.annotation(name), function.module)
        found = kind_of_symbol(self.index, annotated)
        if found is not None:
            return found
        for argument, default in function.parameters():
            if argument.arg != name:
                continue
            for each in self._resolver.of_parameter(function, argument, default):
                makers = [maker for maker in each.functions if maker.name != "__init__"]
                found = _any_of(self._of_function(maker, steps) for maker in makers)
                if not each.functions:
                    asked = [*each.call.args, *(one.value for one in each.call.keywords)]
                    found = self._of_callable(asked[0] if asked else None, each.module, steps)
                if found is not None:
                    return found
        return None

    def _of_named(self, symbol: str | None, steps: int) -> Kind | None:
        """A name of a module or of a class, given there or in a function that says `global`."""
        found = self._first(self.index.values_of(symbol), steps)
        if found is not None or symbol is None:
            return found
        module, rest = self.index.split(symbol)
        if module is None:
            return None
        if "." in rest:
            return self._of_member(symbol, steps - 1)
        return kind_of_symbol(
            self.index, self.index.annotated(module.annotated.get(rest), module)
        ) or self._first(made_global(module, rest), steps)

    def _of_member(self, symbol: str, steps: int) -> Kind | None:
        """What stands behind an alias of an attribute: the ``db`` of ``db = client.shop``."""
        holder, _, name = symbol.rpartition(".")
        if steps <= 0 or self.index.definition(holder) is not None:
            return None
        if self._of_named(holder, steps) == "documents":
            return "documents"
        owners = (self.index.kind(value, scope) for value, scope in self.index.values_of(holder))
        return _any_of(self._of_owner(each, name, steps) for each in owners)

    def _of_attribute(self, node: ast.Attribute, scope: Scope, steps: int) -> Kind | None:
        found = self._of_named(self.index.symbol(node, scope), steps)
        if found is not None:
            return found
        if self.kind(node.value, scope, steps) == "documents":
            return "documents"
        owner = self._owner(node.value, scope)
        if isinstance(self.index.definition(owner), Class):
            return self._of_owner(owner, node.attr, steps)
        state = unparsed(node.value).rpartition(".")[2]
        return self._first(kept(self.facts).get(f"{state}.{node.attr}", ()), steps)

    def _of_owner(self, owner: str | None, name: str, steps: int) -> Kind | None:
        """What an attribute of an instance of a class is, or a property of it."""
        method = self.index.method(owner, name)
        if method is not None:
            return self._of_function(method, steps)
        defined = (self.index.definition(each) for each in self.index.ancestors(owner))
        return _any_of(
            self._of_class(each, name, steps) for each in defined if isinstance(each, Class)
        )

    def _of_class(self, defined: Class, name: str, steps: int) -> Kind | None:
        """What an attribute is given: by the class, by its methods, or from outside of it."""
        for field in own_fields(defined):
            if field.name == name and field.annotation is not None:
                said = kind_of_symbol(self.index, self.index.annotated(field.annotation, defined))
                if said is not None:
                    return said
        return self._first(given_to(self.facts, defined, name), steps)


def _any_of(kinds: Iterable[Kind | None]) -> Kind | None:
    return next((each for each in kinds if each is not None), None)
