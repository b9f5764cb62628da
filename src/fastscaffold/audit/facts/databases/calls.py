"""Which calls ask a database for something, or have it done, through what a driver has given."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.built_statements import is_built, sends_built
from fastscaffold.audit.facts.databases.connections import Connections
from fastscaffold.audit.facts.databases.drivers import ASKING, PREPARED, SENT
from fastscaffold.audit.facts.sql.words import is_given_sql
from fastscaffold.audit.modules import Function, last_called
from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Scope

# What runs a method that it is given in a thread.
THREADS = frozenset({"run_in_executor", "run_in_threadpool", "run_sync", "to_thread"})


class DatabaseCalls:
    """Calls of connections, and of what a project has put around them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.connections = Connections(facts)
        self._known: dict[Function, bool] = {}

    def asks(self, call: Call) -> bool:
        """Whether a call queries the database, and is not of a repository that does."""
        node, scope = call.node, call.scope
        function = self.connections.function(node, scope)
        if function is None and (self._sends(node, scope) or sends_built(self.facts, call)):
            return True
        return (
            self.facts.index.origin(call) in ASKING
            or is_given_sql(self.facts, call)
            or self._is_query_passed_on(node, scope)
            or (function is not None and self._is_handed_statement(function, node, scope))
        )

    def _sends(self, node: ast.Call, scope: Scope) -> bool:
        called = node.func
        if isinstance(called, ast.Name) and isinstance(scope, Function):
            # `run = session.execute`
            called = scope.assigned.get(called.id, [called])[-1]
        name = last_called(node)
        if name in THREADS:
            held = [each for each in node.args if isinstance(each, ast.Attribute)]
            return any(self._is_sending(each, scope, is_given=True) for each in held[:1])
        return isinstance(called, ast.Attribute) and self._is_sending(
            called, scope, is_given=bool(node.args)
        )

    def _is_sending(self, called: ast.Attribute, scope: Scope, *, is_given: bool) -> bool:
        """Whether a method is one of connections, and has a database do something."""
        prepares = called.attr in PREPARED and is_given
        if not prepares and not any(called.attr in methods for methods in SENT.values()):
            return False
        kind = self.connections.kind(called.value, scope)
        return kind is not None and (called.attr in SENT[kind] or (prepares and kind == "rows"))

    def _is_handed_statement(self, function: Function, node: ast.Call, scope: Scope) -> bool:
        """Whether a function that is no method is handed a session, and a statement to send."""
        handed = arguments_of(node)
        return (
            function.owner is None
            and any(is_built(self.facts, each, scope) for each in handed)
            and any(self.connections.kind(each, scope) == "session" for each in handed)
        )

    def _is_query_passed_on(self, node: ast.Call, scope: Scope) -> bool:
        """Whether a function is called that sends the query which it is given.

        What a project puts around a driver for its pool says no more of tables than the driver.
        """
        function = self.connections.function(node, scope)
        if function is None or not node.args:
            return False
        if function not in self._known:
            self._known[function] = False  # a circle ends here
            self._known[function] = any(
                self._is_given_on(each, function) for each in function.calls
            )
        return self._known[function]

    def _is_given_on(self, call: Call, function: Function) -> bool:
        match call.node:
            case ast.Call(func=ast.Attribute(attr=name), args=[ast.Name(id=query), *_]) if (
                query in function.positional[:1] and query not in function.assigned
            ):
                receiver = call.node.func
                is_statement = name in SENT["rows"] | PREPARED
                if is_statement and isinstance(receiver, ast.Attribute):
                    kind = self.connections.kind(receiver.value, function)
                    if kind == "rows":
                        return True
                return self._is_query_passed_on(call.node, function)
            case ast.Call(args=[ast.Name(id=query), *_]) if query in function.positional[:1]:
                return self._is_query_passed_on(call.node, function)
            case _:
                return False


@lru_cache(maxsize=2)
def database_calls(facts: Facts) -> DatabaseCalls:
    """Those of a project, with what is known of them once it was asked."""
    return DatabaseCalls(facts)
