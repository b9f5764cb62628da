"""The end of a token, in whatever its claims are put together from."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.origins.calls import returned
from fastscaffold.audit.facts.origins.origin import Name, words
from fastscaffold.audit.facts.tokens.claim_makers import Made, arguments, makers
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.modules import Scope

_COPIES = frozenset({"copy", "dict", "model_dump", "jsonable_encoder", "deepcopy", "asdict"})


# What projects call an end that they look at themselves.
HOME_MADE = frozenset({"expire", "expires", "expires_at", "expiration", "expiry"})

# A function that may run, what its object is made with, and the names on the way to it.
_Run: TypeAlias = "tuple[Function, Made | None, tuple[Name, ...]]"


class Claims:
    """Looks for ``exp`` in what is signed.

    Attributes:
        ends: all that are found.
        complete: whether all parts can be seen.
        endless: the names on the way to each that may be signed, and is sure to have no end.
    """

    def __init__(self, facts: Facts, within: Claims | None = None) -> None:
        self.facts = facts
        self.ends: list[Origin] = within.ends if within else []
        self.home_made: list[Origin] = within.home_made if within else []
        self.complete = True
        self.endless: list[tuple[Name, ...]] = []
        self.seen: set[tuple[int, int, int]] = set()
        # What the object was made with whose method is looked into.
        self.made: Made | None = None
        # Whether a part of its own has an end, and what its parts say of themselves.
        self._is_ended = False
        self._words: list[Name] = []
        # What may be a part, each time one of several; None while that is looked into.
        self._choices: list[list[Claims]] = []
        self.asked: dict[tuple[int, int], Claims | None] = within.asked if within else {}

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
        self._is_ended = True

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
        own = [name for value in values for name in words(value)]
        trail = (*trail, *own)
        self._words += own
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
                self._is_ended = True

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
            run = self.facts.index.implementations(defined) or [defined]
            self._choose([(one, self.made, trail) for one in run], steps)
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

    def _method(self, made: list[Made], name: str, steps: int) -> None:
        """Look into what a method returns for each object that may be asked."""
        run: list[_Run] = []
        for one in made:
            method = self.facts.index.method(one.of.symbol, name)
            if method is None:
                self.complete = False
            else:
                run.append((method, one, (*one.trail, Name(one.of.name, 1))))
        self._choose(run, steps)

    def _choose(self, run: list[_Run], steps: int) -> None:
        """Look into what each function returns, of which one runs: each has to put an end in."""
        if len(run) == 1:
            self.look_into(*run[0], steps)
            return
        choice: list[Claims] = []
        for function, made, trail in run:
            key = (id(function), id(made.call) if made is not None else 0)
            if key not in self.asked:
                self.asked[key] = None
                one = Claims(self.facts, self)
                one.look_into(function, made, trail, steps)
                one.settle(trail)
                self.asked[key] = one
            found = self.asked[key]
            if found is not None:
                choice.append(found)
        if choice:
            self._choices.append(choice)

    def look_into(
        self, function: Function, made: Made | None, trail: tuple[Name, ...], steps: int
    ) -> None:
        """Look into what a function returns."""
        before, self.made = self.made, made
        values = list(returned(function.node))
        self.complete = self.complete and bool(values)
        for value in values:
            self.look(value, function, trail, steps)
        self.made = before

    def settle(self, trail: tuple[Name, ...] = ()) -> None:
        """Tell, once all is looked into, what has no end: an end of any part is that of all."""
        open_ = [[each for one in choice for each in one.endless] for choice in self._choices]
        if self.complete and not self._is_ended and all(open_):
            self.endless = [each for found in open_ for each in found] or [(*trail, *self._words)]
        parts = [one for choice in self._choices for one in choice]
        self.complete = self.complete and all(one.complete for one in parts)

    def _fields(self, defined: Class) -> None:
        field = all_fields(self.facts.index, defined).get("exp")
        if field is not None and field.value is not None and not self._is_ended:
            self.ends += self.facts.origins.of_field(field)
            self._is_ended = True

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
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id=held), attr=key_)], value=value
            ) if held == name:
                yield value, ast.Constant(key_)
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
