"""SQL that is put together from text, and whether what is put in may come from a request."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.harmless import Harmless
from fastscaffold.audit.facts.origin_calls import returned
from fastscaffold.audit.facts.origin_nodes import call_of
from fastscaffold.audit.facts.programs import programs
from fastscaffold.audit.facts.sql_texts import METHODS, SQL, TEXTS, Text, text_of
from fastscaffold.audit.facts.text_parts import (
    constant_texts,
    grown_by,
    has_fixed_keys,
    interpolated,
    is_checked,
    looped_over,
    name_of,
)
from fastscaffold.audit.facts.validators import is_text_checked
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Call, Scope

# What stands before a value rather than a name.
_BEFORE_VALUE = re.compile(
    r"(?is)('%?|\"%|=\s*|<|>|\blike\s+|\bin\s*\(\s*|values\s*\(\s*|\bset\s+\w+\s*=\s*)$"
)
MAX_STEPS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Injection:
    """A text of SQL into which something from outside is put."""

    place: Place
    what: str
    call: Call


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    node: ast.expr
    before: str
    text: Text


class Sql:
    """SQL as text; production only."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.harmless = Harmless(facts.index)

    @cached_property
    def texts(self) -> list[Call]:
        """Where SQL is given as text."""
        return list(self.facts.calls(*TEXTS))

    @cached_property
    def injections(self) -> list[Injection]:
        """Where it holds what may come from a request."""
        found: dict[tuple[str, int], Injection] = {}
        for call, always in self._sinks():
            node = text_of(call)
            if node is None:
                continue
            # One of each call; a helper may be given texts by many.
            done: set[int] = set()
            for part in self._parts(node, call, always):
                giver = part.text.call
                if id(giver.node) not in done and self._is_tainted(part):
                    done.add(id(giver.node))
                    place, what = part.text.place, ast.unparse(part.node)[:60]
                    found.setdefault((place.path, place.line), Injection(place, what, giver))
        return list(found.values())

    def _sinks(self) -> Iterator[tuple[Call, bool]]:
        for call in self.texts:
            yield call, True
        seen: set[int] = set()
        for call in self.facts.calls(*METHODS):
            if id(call.node) not in seen and isinstance(call.node.func, ast.Attribute):
                seen.add(id(call.node))
                yield call, False

    def _parts(self, node: ast.expr, call: Call, always: bool) -> Iterator[_Part]:  # noqa: FBT001
        if always and isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            # All of it may be what somebody sends.
            yield _Part(node, "", Text(node, call.scope, call))
        for text in self._built(Text(node, call.scope, call), MAX_STEPS):
            if always or SQL.search(" ".join(constant_texts(text.built))):
                for inner, before in interpolated(text.built):
                    yield _Part(inner, before, text)

    def _built(self, text: Text, steps: int) -> Iterator[Text]:
        """The expressions that make a text, wherever they stand."""
        node, scope = text.built, text.scope
        if steps == 0:
            return
        match node:
            case ast.JoinedStr() | ast.BinOp():
                yield text
            case ast.Call(func=ast.Attribute(attr="format" | "join")):
                yield text
            case ast.Call():
                symbol = self.facts.index.called(node.func, scope)
                if symbol in TEXTS:
                    return
                target = self.facts.index.definition(symbol)
                if isinstance(target, Function):
                    for value in returned(target.node):
                        yield from self._built(Text(value, target, text.call), steps - 1)
            case ast.IfExp():
                for each in (node.body, node.orelse):
                    yield from self._built(Text(each, scope, text.call), steps - 1)
            case ast.Name() if isinstance(scope, Function):
                for value in [*scope.assigned.get(node.id, []), *grown_by(scope, node.id)]:
                    yield from self._built(Text(value, scope, text.call), steps - 1)
                if scope.takes(node.id):
                    yield from self._given(node.id, scope, steps)
            case ast.Name() | ast.Attribute():
                named = self.facts.index.symbol(node, scope)
                for value, holder in self.facts.index.values_of(named):
                    yield from self._built(Text(value, holder, text.call), steps - 1)
            case _:
                pass

    def _given(self, name: str, function: Function, steps: int) -> Iterator[Text]:
        for call in self.facts.callers.of(function):
            value = call.argument(name, function.position(name))
            if value is not None:
                yield from self._built(Text(value, call.scope, call), steps - 1)

    # What is put in

    def _is_tainted(self, part: _Part) -> bool:
        value = bool(_BEFORE_VALUE.search(part.before))
        return self._taints(part.node, part.text.scope, value, MAX_STEPS)

    def _taints(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        if steps == 0 or self._is_safe(node, scope):
            return False
        match node:
            case ast.Call(func=ast.Attribute(attr="join"), args=[inner]):
                return self._joined(inner, scope, value, steps)
            case ast.JoinedStr() | ast.BinOp():
                return any(
                    self._taints(
                        inner, scope, value or bool(_BEFORE_VALUE.search(before)), steps - 1
                    )
                    for inner, before in interpolated(node)
                )
            case ast.IfExp():
                return any(
                    self._taints(each, scope, value, steps - 1) for each in (node.body, node.orelse)
                )
            case ast.Name() if isinstance(scope, Function):
                return self._name(node, scope, value, steps)
            case ast.Call():
                target = self.facts.callers.target(call_of(node, scope))
                if isinstance(target, Function) and self._is_checked_inside(target):
                    return False
                return self._from_outside(node, scope, value)
            case _:
                return self._from_outside(node, scope, value)

    def _name(self, node: ast.Name, scope: Function, value: bool, steps: int) -> bool:  # noqa: FBT001
        assigned = [*scope.assigned.get(node.id, []), *grown_by(scope, node.id)]
        if assigned:
            return any(self._taints(each, scope, value, steps - 1) for each in assigned)
        loop = looped_over(scope, node.id)
        if loop is not None:
            return self._keys_from_outside(loop, scope, value, steps)
        return self._from_outside(node, scope, value)

    def _joined(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        if not isinstance(node, ast.GeneratorExp | ast.ListComp):
            return self._taints(node, scope, value, steps - 1)
        targets = {
            each.id: generator.iter
            for generator in node.generators
            for each in walk(generator.target)
            if isinstance(each, ast.Name)
        }
        inner: list[ast.expr] = [node.elt, *(each for each, _ in interpolated(node.elt))]
        for each in inner:
            if isinstance(each, ast.Name) and each.id in targets:
                source = targets[each.id]
                if self._keys_from_outside(source, scope, value, steps):
                    return True
        return False

    def _is_checked_inside(self, function: Function) -> bool:
        """Whether a helper refuses what it would return."""
        names = [each.id for each in returned(function.node) if isinstance(each, ast.Name)]
        return bool(names) and all(is_checked(function, name) for name in names)

    def _keys_from_outside(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether what is gone through has keys of a client's choice; a model fixes its own."""
        if not has_fixed_keys(node):
            return self._taints(node, scope, value, steps - 1)
        match node:
            case ast.Call(func=ast.Attribute(value=receiver, attr="items" | "keys" | "values")):
                pass
            case _:
                return False
        return not has_fixed_keys(receiver) and any(
            origin.parameter in self.facts.origins.sent and self._is_open(*origin.parameter)
            for origin in self.facts.origins.of(receiver, scope)
            if origin.parameter is not None
        )

    def _is_open(self, function: Function, name: str) -> bool:
        """Whether a parameter is a request, or a mapping of anything."""
        symbol = self.facts.index.annotated(function.annotation(name), function.module) or ""
        return symbol.rpartition(".")[2] in {"Any", "Dict", "Mapping", "Request", "dict"}

    def _from_outside(self, node: ast.expr, scope: Scope, value: bool) -> bool:  # noqa: FBT001
        for origin in self.facts.origins.of(node, scope):
            if origin.kind != "parameter" or origin.parameter is None:
                continue
            function, name = origin.parameter
            if self.harmless.is_parameter(function, name) or is_checked(function, name):
                continue
            # Who calls it cannot be told: a name may well be a constant, a value hardly is.
            sent = (function, name) in self.facts.origins.sent
            if sent or (value and not self._is_run_by_hand(function)):
                return True
        return False

    def _is_run_by_hand(self, function: Function) -> bool:
        """Whether only tests and scripts call it, or it stands in a file that is run itself."""
        callers = self.facts.callers
        return function in callers.run_aside or function.module in programs(self.facts)

    def _is_safe(self, node: ast.expr, scope: Scope) -> bool:
        if self.facts.values.text(node, scope) is not None or self.harmless.is_value(node, scope):
            return True
        if isinstance(node, ast.Attribute) and self._is_checked_field(node, scope):
            return True
        name = name_of(node)
        return isinstance(scope, Function) and name is not None and is_checked(scope, name)

    def _is_checked_field(self, node: ast.Attribute, scope: Scope) -> bool:
        defined = self.facts.index.definition(self.facts.index.kind(node.value, scope))
        if not isinstance(defined, Class):
            return False
        field = all_fields(self.facts.index, defined).get(node.attr)
        return field is not None and is_text_checked(self.facts, field)
