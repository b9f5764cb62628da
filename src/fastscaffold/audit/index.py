"""What the names of a project stand for, what their values are instances of, what calls call."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.instances import Instances
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.modules import Call, Class, Module, Scope


class Index(Instances):
    """Names, annotations, classes and their instances, and with them what calls call."""

    def __init__(self, modules: Iterable[Module]) -> None:
        super().__init__(modules)
        self._called: dict[tuple[ast.expr, Scope], str] = {}

    def origin(self, call: Call) -> str:
        """The symbol of what is called; of a method of an instance, that of its class.

        Calls of what cannot be told begin with ``?``: ``?.execute`` for ``x.execute()``.
        """
        scope = call.scope
        return self.called(call.node.func, scope)

    def called(self, function: ast.expr, scope: Scope) -> str:
        """Like ``origin``, of the expression that is called."""
        key = (function, scope)
        if key in self._called:
            return self._called[key]
        found = self._find_called(function, scope)
        if self.is_settled:
            self._called[key] = found
        return found

    def _find_called(self, function: ast.expr, scope: Scope) -> str:
        function = self._without_types(function, scope)
        symbol = self.symbol(function, scope)
        if isinstance(function, ast.Attribute):
            receiver = self.kind(function.value, scope)
            if receiver is not None:
                return f"{self._handing_on(receiver, function.attr)}.{function.attr}"
            return symbol or f"?.{function.attr}"
        return symbol or "?"

    def _handing_on(self, receiver: str, name: str) -> str:
        """The class that has a method: not one that hands all that it lacks on to what it holds."""
        hands_on = self.method(receiver, "__getattr__")
        if hands_on is None or self.method(receiver, name) is not None:
            return receiver
        for node in walk(hands_on.node):
            match node:
                case ast.Call(func=ast.Name(id="getattr"), args=[ast.Attribute() as held, *_]):
                    return self.kind(held, hands_on) or receiver
                case _:
                    pass
        return receiver

    def base(self, node: ast.expr, scope: Class) -> str | None:
        """The symbol of a base class, of those too that are made by a call."""
        if isinstance(node, ast.Call):
            return self.called(node.func, scope.module)
        symbol = self.symbol(node, scope.module)
        for value, holder in self.values_of(symbol):
            if isinstance(value, ast.Call):
                return self.called(value.func, holder)
        return symbol
