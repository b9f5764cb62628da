"""The end of a token, in whatever its claims are put together from."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.claim_makers import Made, arguments, makers
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.origin import Name, words
from fastscaffold.audit.facts.origin_calls import returned
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origin import Origin
    from fastscaffold.audit.modules import Scope

_COPIES = frozenset({"copy", "dict", "model_dump", "jsonable_encoder", "deepcopy", "asdict"})


# What projects call an end that they look at themselves.
HOME_MADE = frozenset({"expire", "expires", "expires_at", "expiration", "expiry"})


class Claims:
    """Looks for ``exp`` in what is signed."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.ends: list[Origin] = []
        self.home_made: list[Origin] = []
        self.complete = True
        self.seen: set[tuple[int, int, int]] = set()
        # What the object was made with whose method is looked into.
        self.made: Made | None = None

    def look(
        self, node: ast.expr | None, scope: Scope, trail: tuple[Name, ...], steps: int
    ) -> None:
        """Look into an expression, wherever it leads."""
        if node is None or steps == 0:
            self.complete = False
            return
        key = (id(node), id(scope), id(self.made.call) if self.made is not None else 0)
        if key in self.seen:
            return
        self.seen.add(key)
        match node:
            case ast.Dict():
                self._dict(node, scope, trail, steps - 1)
            case ast.Name():
                self._name(node, scope, trail, steps - 1)
            case ast.BinOp(op=ast.BitOr()):
                self.look(node.left, scope, trail, steps - 1)
                self.look(node.right, scope, trail, steps - 1)
            case ast.Call():
                self._call(node, scope, trail, steps - 1)
            case ast.Await():
                self.look(node.value, scope, trail, steps - 1)
            case _:
                self.complete = False

    def _end(self, node: ast.expr, scope: Scope, trail: tuple[Name, ...]) -> None:
        self.ends += self._ends(node, scope, trail)

    def _ends(self, node: ast.expr, scope: Scope, trail: tuple[Name, ...]) -> list[Origin]:
        placed = self._kept(node) or (node, scope)
        found = self.facts.origins.of(*placed)
        return [replace(each, trail=(*trail, *each.trail)) for each in found]

    def _kept(self, node: ast.expr) -> tuple[ast.expr, Scope] | None:
        """What ``self.name`` is, where the object is made with it."""
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if self.made is not None:
                given = next((k.value for k in self.made.call.keywords if k.arg == name), None)
                return (given, self.made.scope) if given is not None else None
            case _:
                return None

    def _dict(self, node: ast.Dict, scope: Scope, trail: tuple[Name, ...], steps: int) -> None:
        values = [value for value in node.values if isinstance(value, ast.Constant)]
        trail = (*trail, *(name for value in values for name in words(value)))
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self.look(value, scope, trail, steps)
                continue
            name = self.facts.values.fold(key, scope)
            if name is UNKNOWN:
                self.complete = False
            elif name == "exp":
                self._end(value, scope, trail)
            elif name in HOME_MADE:
                self.home_made += self._ends(value, scope, trail)

    def _call(self, node: ast.Call, scope: Scope, trail: tuple[Name, ...], steps: int) -> None:
        symbol = self.facts.index.called(node.func, scope)
        defined = self.facts.index.definition(symbol)
        last = symbol.rpartition(".")[2]
        if isinstance(node.func, ast.Attribute) and last in _COPIES and not node.args:
            self.look(node.func.value, scope, trail, steps)
            return
        if isinstance(node.func, ast.Attribute):
            made = list(makers(self.facts, node.func.value, scope, trail, steps))
            if made:
                self._method(made, node.func.attr, steps)
                return
        if isinstance(defined, Function):
            for one in self.facts.index.implementations(defined) or [defined]:
                values = list(returned(one.node))
                self.complete = self.complete and bool(values)
                for value in values:
                    self.look(value, one, trail, steps)
            return
        if not isinstance(defined, Class) and last not in _COPIES:
            self.complete = False
            return
        for keyword in node.keywords:
            if keyword.arg is None:
                self.look(keyword.value, scope, trail, steps)
            elif keyword.arg == "exp":
                self._end(keyword.value, scope, trail)
        for argument in node.args if last in _COPIES else ():
            self.look(argument, scope, trail, steps)
        if isinstance(defined, Class):
            self._fields(defined)

    def _method(self, makers: list[Made], name: str, steps: int) -> None:
        """Look into what a method returns for each object that may be asked."""
        before = self.made
        for made in makers:
            method = self.facts.index.method(made.of.symbol, name)
            if method is None:
                self.complete = False
                continue
            self.made = made
            trail = (*made.trail, Name(made.of.name, 1))
            for value in returned(method.node):
                self.look(value, method, trail, steps)
        self.made = before

    def _fields(self, defined: Class) -> None:
        field = all_fields(self.facts.index, defined).get("exp")
        if field is not None and field.value is not None and not self.ends:
            self.ends += self.facts.origins.of_field(field)

    def _name(self, node: ast.Name, scope: Scope, trail: tuple[Name, ...], steps: int) -> None:
        if node.id == "self" and self.made is not None:
            self.look(self.made.call, self.made.scope, trail, steps)
            return
        if not isinstance(scope, Function):
            values = self.facts.index.values_of(self.facts.index.symbol(node, scope))
            for value, holder in values:
                self.look(value, holder, trail, steps)
            self.complete = self.complete and bool(values)
            return
        for value, inner in _added(scope, node.id):
            if inner is None:
                self.look(value, scope, trail, steps)
            elif self.facts.values.fold(inner, scope) == "exp":
                self._end(value, scope, trail)
        values_ = scope.assigned.get(node.id, [])
        for value in values_:
            self.look(value, scope, trail, steps)
        if scope.takes(node.id):
            self._given(node.id, scope, trail, steps)
        elif not values_:
            self.complete = False

    def _given(self, name: str, function: Function, trail: tuple[Name, ...], steps: int) -> None:
        given = list(arguments(self.facts, name, function, trail))
        if not given:
            self.complete = False
        for value, scope, further in given:
            self.look(value, scope, further, steps)


def _added(function: Function, name: str) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """What is put into a mapping of a function: each value, with its key if it has one."""
    for node in walk(function.node):
        match node:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=held), slice=key)], value=value
            ) if held == name:
                yield value, key
            case ast.AugAssign(target=ast.Name(id=held), op=ast.BitOr(), value=value) if (
                held == name
            ):
                yield value, None
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=held), attr="update" | "setdefault" as attr)
            ) if held == name:
                if attr == "setdefault" and len(node.args) > 1:
                    yield node.args[1], node.args[0]
                    continue
                for argument in node.args:
                    yield argument, None
                for keyword in node.keywords:
                    yield keyword.value, ast.Constant(keyword.arg) if keyword.arg else None
            case _:
                pass


def looks_at_ends(facts: Facts) -> bool:
    """Whether a project compares an end of its own with anything, or takes one out of tokens."""
    reading = [
        call.function
        for call in facts.calls("*.decode")
        if call.function is not None and "jw" in facts.index.origin(call).lower()
    ]
    if any(
        isinstance(part, ast.Constant) and part.value in HOME_MADE
        for function in reading
        for part in walk(function.node)
    ):
        return True
    return any(
        isinstance(part, ast.Constant) and part.value in HOME_MADE
        for module in facts.production
        for node in walk(module.tree)
        if isinstance(node, ast.Compare)
        for part in walk(node)
    )
