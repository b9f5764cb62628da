"""What every search for origins shares: what it knows, and where it ends."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.classes import SETTINGS
from fastscaffold.audit.facts.origins.calls import returned, yielded
from fastscaffold.audit.facts.origins.nodes import is_in_loop, place_at
from fastscaffold.audit.facts.origins.origin import Name, Origin
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.running.connected import connected
from fastscaffold.audit.modules import Function
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from fastscaffold.audit.facts.origins.origins import Origins
    from fastscaffold.audit.modules import Call, Scope

Trail: TypeAlias = tuple[Name, ...]

MAX_LOOKED_AT = 1_500


class Search(ABC):
    """One search: it ends where it has been before, and where it has looked at too much."""

    def __init__(self, origins: Origins) -> None:
        self.index = origins.index
        self.values = origins.values
        self.callers = origins.callers
        self.nested = origins.nested
        self.sent = origins.sent
        self.shipped = origins.shipped
        self.choices = origins.choices
        self.env_files = origins.env_files
        self.config_files = origins.config_files
        self.written = origins.written
        self.given_later = origins.given_later
        self.frames: list[tuple[Function, Call]] = []
        self.looked_at = 0
        self.open: set[tuple[int, int, int]] = set()
        self.held_open: set[tuple[int, tuple[str, ...]]] = set()

    def of(self, node: ast.expr | None, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        """All origins of an expression; none of what it is a part of."""
        self.looked_at += 1
        if node is None:
            return []
        # A helper may be asked again while it is looked into, for what another call gives.
        entered = [call.node for function, call in self.frames if function is scope]
        key = (id(node), id(scope), id(entered[-1]) if entered else 0)
        if key in self.open:
            return []
        if steps <= 0 or self.looked_at > MAX_LOOKED_AT:
            return [self._unknown(node, scope, trail)]
        self.open.add(key)
        try:
            return self._of(node, scope, trail, steps - 1)
        finally:
            self.open.discard(key)

    @abstractmethod
    def _of(self, node: ast.expr, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        """All origins of an expression that this search is not in yet."""

    def of_environment(
        self, name: ast.expr | None, place: Place, scope: Scope, trail: Trail
    ) -> Origin:
        """What a variable is set to by a file that is shipped, else whatever it may be."""
        name, place, scope = self._asked(name, place, scope)
        read = self._key(name, scope)
        known = read.decode("latin-1") if isinstance(read, bytes) else str(read)
        variable = self.env_files.variable(known)
        if variable is None:
            return Origin("environment", place, UNKNOWN, trail)
        return Origin("constant", variable.place, variable.typed, trail, is_default=True)

    def _asked(
        self, name: ast.expr | None, place: Place, scope: Scope
    ) -> tuple[ast.expr | None, Place, Scope]:
        """Where the name of a variable stands: in the call of a helper that is handed it."""
        for function, call in reversed(self.frames):
            if function is not scope or not isinstance(name, ast.Name):
                break
            given = call.argument(name.id, function.position(name.id))
            if not function.takes(name.id) or given is None:
                break
            name, place, scope = given, place_at(call.node, call.scope), call.scope
        return name, place, scope

    @abstractmethod
    def item(self, node: ast.expr, scope: Scope, trail: Trail, steps: int) -> list[Origin] | None:
        """The origins of an item of a mapping; None where what holds it cannot be told."""

    def _all(self, nodes: list[ast.expr], scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        return [each for node in nodes for each in self.of(node, scope, trail, steps)]

    def _unknown(self, node: ast.expr, scope: Scope, trail: Trail) -> Origin:
        return Origin("unknown", place_at(node, scope), UNKNOWN, trail)

    def _returned(
        self, function: Function, trail: Trail, steps: int, call: Call | None = None
    ) -> list[Origin]:
        """The origins of what a function returns, its parameters being what one call gives."""
        found: list[Origin] = []
        if call is not None:
            self.frames.append((function, call))
        try:
            values = list(returned(function.node, lambda test: self._decided(test, function)))
            for value in values or yielded(function.node):
                found += self.of(value, function, trail, steps)
        finally:
            if call is not None:
                self.frames.pop()
        return found or [
            Origin("unknown", Place(function.module.path, function.node.lineno), UNKNOWN, trail)
        ]

    def _may_come(self, value: ast.expr, function: Function) -> bool:
        """Whether a name may be given a value in the call that a function is looked into for."""
        return all(
            self._decided(test, function) in {None, taken}
            for test, taken in self.shipped.conditions(function).get(id(value), [])
        )

    def _readable(self, values: list[ast.expr], function: Function) -> list[ast.expr]:
        """Those of a name's values that one of them may read: not what the other branch gives."""
        entered = [call.node for each, call in self.frames if each is function]
        frame = id(entered[-1]) if entered else 0
        under = self.shipped.conditions(function)
        passed = {
            (id(test), not taken): test
            for each in values
            if (id(each), id(function), frame) in self.open
            for test, taken in under.get(id(each), [])
        }
        return [
            each
            for each in values
            if all(
                (id(test), taken) not in passed or is_in_loop(test, function.node)
                for test, taken in under.get(id(each), [])
            )
        ]

    def _decided(self, test: ast.expr, function: Function) -> bool | None:
        """How a condition turns out for the call that a function is looked into for."""
        match test:
            case ast.UnaryOp(op=ast.Not()) | ast.BoolOp():
                return connected(test, lambda part: self._decided(part, function))
            case ast.Compare(
                left=ast.Name() as name,
                ops=[ast.Is() | ast.IsNot() as sign],
                comparators=[ast.Constant(value=None)],
            ):
                value = self._argument(name, function)
                return None if value is UNKNOWN else (value is None) is isinstance(sign, ast.Is)
            case ast.Name():
                value = self._argument(test, function)
                return None if value is UNKNOWN else bool(value)
            case _:
                return None

    def _key(self, node: ast.expr | None, scope: Scope) -> object:
        """What a key is: of a parameter, what the call gives that a helper is looked into for."""
        if isinstance(node, ast.Name) and isinstance(scope, Function):
            given = self._argument(node, scope)
            if given is not UNKNOWN:
                return given
        return self.values.fold(node, scope)

    def _argument(self, name: ast.Name, function: Function) -> object:
        """What a parameter holds in that call, where that is a constant."""
        entered = [call for each, call in self.frames if each is function]
        if not entered or not function.takes(name.id) or name.id in function.assigned:
            return UNKNOWN
        call = entered[-1]
        given = call.argument(name.id, function.position(name.id))
        if given is not None:
            return self.values.fold(given, call.scope)
        default = next((d for a, d in function.parameters() if a.arg == name.id), None)
        if default is None or not call.is_complete:
            return UNKNOWN
        return self.values.fold(default, function.module)

    def _is_settings(self, symbol: str) -> bool:
        return self.index.is_a(symbol, *SETTINGS) or symbol in self.nested
