"""Where what calls give comes from: of settings, of the clock, of what they are given."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.calls import (
    CONVERSIONS,
    FIRST,
    NAMES_NOW,
    NOW,
    RECEIVERS,
    TAKES,
    TEXT_IS_SECOND,
    in_unit,
    operated,
    reads_by_name,
    reads_environment,
)
from fastscaffold.audit.facts.origins.fallbacks import as_shipped, falls_back
from fastscaffold.audit.facts.origins.items import ItemSearch
from fastscaffold.audit.facts.origins.nodes import call_of, is_given, place_at
from fastscaffold.audit.facts.origins.origin import Kind, Name, Origin
from fastscaffold.audit.facts.running.moments import SINCE_1970, calendar_end, is_timestamp
from fastscaffold.audit.facts.secrets.key_files import is_committed, reads_a_key
from fastscaffold.audit.facts.texts.random_bytes import generated_bytes
from fastscaffold.audit.modules import Function
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from fastscaffold.audit.facts.origins.search import Trail
    from fastscaffold.audit.modules import Scope

_CASTS = re.compile(r"(?i)(^|_)(cast|coerce|conv|convert|converter|parse|type)(_|$)")
# How pendulum and arrow go on from a moment.
_MOVES = frozenset({"add", "shift"})


class CallSearch(ItemSearch):
    """Looks at what is called; at items and names below it."""

    def _call(self, node: ast.Call, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        name = self.index.called(node.func, scope)
        defined = self.callers.target(call_of(node, scope))
        # Classes of a project are called `Config`, too.
        is_own = isinstance(defined, Function)
        found = None if is_own else self._set_outside(node, scope, trail, steps)
        if found is None:
            found = self._made_anew(node, scope, trail, steps)
        if found is not None:
            return found
        if reads_a_key(node):
            # A file that is not committed is put there by whoever deploys.
            kind: Kind = "unknown" if is_committed(node, self.env_files.sources) else "environment"
            return [Origin(kind, place_at(node, scope), UNKNOWN, trail)]
        if name == "getattr":
            return self._named_attribute(node, scope, trail, steps)
        if isinstance(defined, Function):
            made = call_of(node, scope)
            inner = (*trail, Name(defined.name, 1))
            run = self.index.implementations(defined) or [defined]
            given = [each for one in run for each in self._returned(one, inner, steps, made)]
            return as_shipped(given) if falls_back(defined.node) else given
        return self._converted(node, scope, trail, steps)

    def _set_outside(
        self, node: ast.Call, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin] | None:
        """What a call reads that is set outside of the code; None for any other call."""
        name = self.index.called(node.func, scope)
        read = reads_environment(node, name, self.index.kind(node.func, scope))
        if read is None and self.index.definition(name) is None:
            read = reads_by_name(node, name)
        if read is not None:
            default = self.of(read.default, scope, trail, steps)
            found = [replace(each, is_default=True) for each in default if is_given(each)]
            if isinstance(read.default, ast.Constant):
                # What a helper falls back on is decided by whoever asks it.
                _, place, _ = self._asked(read.name, place_at(node, scope), scope)
                found = [replace(each, place=place) for each in found]
            return found or [self.of_environment(read.name, place_at(node, scope), scope, trail)]
        if name.startswith("traitlets."):
            # A setting of its own kind: how it is as shipped stands in front.
            named = [each.value for each in node.keywords if each.arg == "default_value"]
            return self._all([*node.args[:1], *named], scope, trail, steps)
        return None

    def _made_anew(
        self, node: ast.Call, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin] | None:
        """What a call makes that is another one each time: a moment, or what is random."""
        name = self.index.called(node.func, scope)
        last = name.rpartition(".")[2]
        here = place_at(node, scope)
        is_named = NAMES_NOW.fullmatch(last) is not None and self.index.definition(name) is None
        if name in NOW or is_named:
            return [Origin("now", here, UNKNOWN, trail)]
        if name == "datetime.datetime":
            until = calendar_end(node, scope, self.values)
            if until is not None:
                return [Origin("until", here, until, trail)]
        count = generated_bytes(name, node)
        if count is not None:
            return [Origin("generated", here, count, trail)]
        if last in {"relativedelta", "timedelta"}:
            return self._duration(node, scope, trail, steps)
        if last in _MOVES and isinstance(node.func, ast.Attribute) and node.keywords:
            moment = self.of(node.func.value, scope, trail, steps)
            if any(each.kind in {"now", "until"} for each in moment):
                distance = self._duration(node, scope, trail, steps)
                return operated(moment, ast.Add(), distance, self._unknown(node, scope, trail))
        return None

    def _converted(self, node: ast.Call, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        """What a call is given, or is asked of, in another form."""
        name = self.index.called(node.func, scope)
        last = name.rpartition(".")[2]
        if name in TEXT_IS_SECOND:
            return self._all(node.args[1:2], scope, trail, steps)
        if isinstance(node.func, ast.Attribute) and last in RECEIVERS:
            return self.of(self._receiver(node, node.func, scope), scope, trail, steps)
        if isinstance(node.func, ast.Attribute) and last in TAKES:
            item = self.item(node, scope, trail, steps)
            if item is not None:
                return item
            # Whatever it takes out, it takes out of what a caller gave.
            held = self.of(node.func.value, scope, trail, steps)
            given = [each for each in held if each.kind == "parameter"]
            return given or [self._unknown(node, scope, trail)]
        if name == "dict" and node.keywords and not node.args:
            keys = [ast.Constant(each.arg) if each.arg else None for each in node.keywords]
            pairs = ast.Dict([*keys], [each.value for each in node.keywords])
            return self.of(ast.copy_location(pairs, node), scope, trail, steps)
        if last in CONVERSIONS and node.args:
            nodes = node.args if last in {"min", "max"} else node.args[-1:]
            nodes = node.args[:1] if last in FIRST else nodes
            return self._all(nodes, scope, trail, steps)
        if len(node.args) != 1 or node.keywords:
            return [self._unknown(node, scope, trail)]
        found = self.of(node.args[0], scope, trail, steps)
        wraps = self.index.class_of(node.func, scope) or self._is_new_type(node.func, scope)
        if wraps or _is_cast(node.func, scope):
            # A type of the project that wraps one value, or whatever a helper is told to make.
            return found
        # Of a moment, what is unknown gives the same in another form.
        ends = [each for each in found if each.kind == "until"]
        return ends or [self._unknown(node, scope, trail)]

    def _receiver(self, node: ast.Call, method: ast.Attribute, scope: Scope) -> ast.expr:
        """What a method is called on, be it by its class: ``datetime.timestamp(moment)``."""
        of_class = self.index.symbol(method.value, scope) == "datetime.datetime"
        return node.args[0] if of_class and node.args else method.value

    def _is_new_type(self, node: ast.expr, scope: Scope) -> bool:
        """Whether it is a name that the project has for a type: ``NewType("Key", str)``."""
        return any(
            isinstance(value, ast.Call)
            and self.index.called(value.func, holder).rpartition(".")[2] == "NewType"
            for value, holder in self.index.values_of(self.index.symbol(node, scope))
        )

    def _named_attribute(
        self, node: ast.Call, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        """``getattr(settings, "key", default)``: the attribute, else the default."""
        match node.args:
            case [holder, key, *default] if isinstance(name := self._key(key, scope), str):
                attribute = ast.copy_location(ast.Attribute(holder, name, ast.Load()), node)
                found = self.of(attribute, scope, trail, steps)
                known = [each for each in found if each.kind != "unknown"]
                return known or self._all(default, scope, trail, steps) or found
            case _:
                return [self._unknown(node, scope, trail)]

    def _duration(self, node: ast.Call, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        """``timedelta(...)``: each argument in its unit, added up."""
        units = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
        given: dict[str, ast.expr] = dict(zip(units, node.args, strict=False))
        parts: dict[str, list[Origin]] = {}
        for keyword in node.keywords:
            if keyword.arg is not None:
                given[keyword.arg] = keyword.value
                continue
            for unit in units:
                found = self.entry(keyword.value, unit, scope, trail, steps)
                if found is not None:
                    parts[unit] = found
        total: list[Origin] | None = None
        if "seconds" in given and is_timestamp(given["seconds"], scope):
            return [Origin("constant", place_at(node, scope), SINCE_1970, trail)]
        parts |= {unit: self.of(value, scope, trail, steps) for unit, value in given.items()}
        for unit, found in parts.items():
            part = [in_unit(each, unit) for each in found]
            total = (
                part
                if total is None
                else operated(total, ast.Add(), part, self._unknown(node, scope, trail))
            )
        return total or [self._unknown(node, scope, trail)]


def _is_cast(called: ast.expr, scope: Scope) -> bool:
    """Whether a helper that reads a setting is told the type that it gives."""
    match called:
        case ast.Name(id=name) if isinstance(scope, Function) and scope.takes(name):
            return _CASTS.search(name) is not None
        case _:
            return False
