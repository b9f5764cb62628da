"""Classes that an expression may be an instance of, where it is chosen among several."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.calls import returned
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from fastscaffold.audit.facts.settings.shipped import Shipped
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope

    Held: TypeAlias = Iterator[tuple[ast.expr, Scope]]

MAX_STEPS = 8
_PICKS = frozenset({"get", "pop", "setdefault"})
_NOT_SHIPPED = re.compile(r"(?i)^(dev|test|local|debug|ci)")


class Choices:
    """As ``{"dev": Dev, "prod": Prod}[name]()`` and ``Prod() if name else Dev()`` choose."""

    def __init__(self, index: Index, shipped: Shipped) -> None:
        self.index = index
        self.shipped = shipped

    def of(self, node: ast.expr, scope: Scope) -> list[str]:
        """The symbols of the classes, without those that are not what is shipped."""
        return list(dict.fromkeys(self._of(node, scope, MAX_STEPS)))

    def _of(self, node: ast.expr, scope: Scope, steps: int) -> Iterator[str]:
        if steps <= 0:
            return
        defined = self.index.definition(self.index.symbol(node, scope))
        if isinstance(defined, Class):
            yield defined.symbol
            return
        for inner, holder in self._inner(node, scope):
            yield from self._of(inner, holder, steps - 1)

    def _inner(self, node: ast.expr, scope: Scope) -> Held:
        match node:
            case ast.IfExp():
                for way, each in ((True, node.body), (False, node.orelse)):
                    if self.shipped.may_be(node.test, way, scope):
                        yield each, scope
            case ast.BoolOp():
                yield from ((each, scope) for each in node.values)
            case ast.Await() | ast.NamedExpr():
                yield node.value, scope
            case ast.Subscript():
                yield from self._picked(node.value, node.slice, scope)
            case ast.Call(func=ast.Attribute(attr=name, value=table), args=[key, *others]) if (
                name in _PICKS
            ):
                yield from self._picked(table, key, scope)
                yield from ((each, scope) for each in others)
            case ast.Call():
                made = self.index.function_of(node.func, scope)
                if made is None:
                    yield node.func, scope
                else:
                    kept = self.shipped.of(list(returned(made.node)), made)
                    yield from ((value, made) for value in kept)
            case ast.Name() | ast.Attribute():
                yield from self._held(node, scope)
            case _:
                pass

    def _held(self, node: ast.Name | ast.Attribute, scope: Scope) -> Held:
        if isinstance(scope, Function) and isinstance(node, ast.Name) and node.id in scope.assigned:
            kept = self.shipped.of(scope.assigned[node.id], scope)
            yield from ((value, scope) for value in kept)
            return
        held = self.index.values_of(self.index.symbol(node, scope))
        kept = self.shipped.of([each for each, _ in held], held[0][1]) if held else []
        yield from (pair for pair in held if any(pair[0] is each for each in kept))

    def _picked(self, table: ast.expr, key: ast.expr, scope: Scope) -> Held:
        """The entries of a dictionary that the key may stand for."""
        tables: list[tuple[ast.expr, Scope]] = [(table, scope)]
        if isinstance(table, ast.Name | ast.Attribute):
            tables = list(self._held(table, scope))
        wanted = self.shipped.values.fold(key, scope)
        for found, holder in tables:
            if not isinstance(found, ast.Dict):
                continue
            entries = [
                (self.shipped.values.fold(name, holder), value)
                for name, value in zip(found.keys, found.values, strict=True)
            ]
            exact = [value for name, value in entries if wanted is not UNKNOWN and name == wanted]
            kept = exact or [
                value
                for name, value in entries
                if not (isinstance(name, str) and _NOT_SHIPPED.search(name))
            ]
            yield from ((value, holder) for value in kept or found.values)
