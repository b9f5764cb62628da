"""Where the values of expressions come from, whatever they are made of."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.key_files import is_committed, reads_a_key
from fastscaffold.audit.facts.moments import SINCE_1970, is_timestamp, is_unit
from fastscaffold.audit.facts.origin import Kind, Name, Origin
from fastscaffold.audit.facts.origin_calls import (
    CONVERSIONS,
    ENVIRONMENT,
    FIRST,
    NOW,
    RECEIVERS,
    TAKES,
    TEXT_IS_SECOND,
    generated_bytes,
    in_unit,
    operated,
    reads_environment,
)
from fastscaffold.audit.facts.origin_items import ItemSearch
from fastscaffold.audit.facts.origin_nodes import call_of, is_given, place_at
from fastscaffold.audit.modules import Function
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts.origin_search import Trail
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Scope


# How pendulum and arrow go on from a moment.
_MOVES = frozenset({"add", "shift"})


class ExpressionSearch(ItemSearch):
    """Looks at operators, calls and all that holds others; at names below them."""

    def _of(self, node: ast.expr, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        match node:
            case ast.Constant():
                return [Origin("constant", place_at(node, scope), node.value, trail)]
            case ast.Name():
                return self._name(node, scope, trail, steps)
            case ast.Attribute():
                return self._attribute(node, scope, trail, steps)
            case ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Set(elts=[]) | ast.Dict(keys=[]):
                return [Origin("constant", place_at(node, scope), (), trail)]
            case ast.List() | ast.Tuple() | ast.Set():
                return self._all(node.elts, scope, trail, steps)
            case ast.Dict():
                return [
                    each
                    for key, value in zip(node.keys, node.values, strict=True)
                    for each in self.of(value, scope, (*trail, *_called(key)), steps)
                ]
            case ast.IfExp():
                ways = ((True, node.body), (False, node.orelse))
                taken = [each for way, each in ways if self.shipped.may_be(node.test, way, scope)]
                return self._all(taken, scope, trail, steps)
            case ast.BoolOp(op=ast.Or()):
                given = self._tried(node.values, scope, trail, steps)
                # What is false, or nobody sets, gives way to the next.
                kept = [each for each in given if each.kind != "constant" or each.value]
                is_last = bool(kept) and kept[-1].kind in {"constant", "generated"}
                if is_last and any(each.kind == "environment" for each in kept):
                    kept = [each for each in kept if each.kind != "environment"]
                    return [replace(each, is_default=True) for each in kept]
                return kept
            case ast.BoolOp():
                return self.of(node.values[-1], scope, trail, steps)
            case ast.BinOp():
                return self._operation(node, scope, trail, steps)
            case ast.Await() | ast.Starred() | ast.NamedExpr() | ast.FormattedValue():
                return self.of(node.value, scope, trail, steps)
            case ast.JoinedStr() | ast.UnaryOp():
                value = self.values.fold(node, scope)
                if value is not UNKNOWN:
                    return [Origin("constant", place_at(node, scope), value, trail)]
                parts = node.values if isinstance(node, ast.JoinedStr) else [node.operand]
                found = self._all(parts, scope, trail, steps)
                return [each for each in found if each.kind != "constant"] or [
                    self._unknown(node, scope, trail)
                ]
            case ast.Subscript():
                return self._subscript(node, scope, trail, steps)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                found = self._all([each.iter for each in node.generators], scope, trail, steps)
                filtered = any(each.ifs for each in node.generators)
                return [each for each in found if not filtered or each.value != ""]
            case ast.Call():
                return self._call(node, scope, trail, steps)
            case _:
                return [self._unknown(node, scope, trail)]

    def _tried(self, nodes: list[ast.expr], scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        """What ``or`` tries: nothing after what holds as shipped."""
        found: list[Origin] = []
        for node in nodes:
            given = self.of(node, scope, trail, steps)
            found += given
            if given and all(each.kind == "constant" and _holds(each.value) for each in given):
                break
        return found

    def _operation(self, node: ast.BinOp, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        folded = self.values.fold(node, scope)
        named = any(isinstance(each, ast.Name | ast.Attribute) for each in walk(node))
        if folded is not UNKNOWN and not named:
            return [Origin("constant", place_at(node, scope), folded, trail)]
        left = self.of(node.left, scope, trail, steps)
        right = self.of(node.right, scope, trail, steps)
        if isinstance(node.op, ast.Mod):
            return [*left, *right]
        if isinstance(node.op, ast.Mult):
            # How many of a unit there are decides, and not how long one is.
            here = place_at(node, scope)
            left = [_counted(each, node.left, here, trail) for each in left]
            right = [_counted(each, node.right, here, trail) for each in right]
        return operated(left, node.op, right, self._unknown(node, scope, trail))

    def _subscript(
        self, node: ast.Subscript, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        symbol = self.index.symbol(node.value, scope) or ""
        if symbol in ENVIRONMENT:
            return [self.of_environment(node.slice, place_at(node, scope), scope, trail)]
        found = self.item(node, scope, trail, steps)
        if found is None:
            owner = self.index.kind(node.value, scope)
            found = self._of_hook("__getitem__", node.slice, owner, trail, steps)
        return self.of(node.value, scope, trail, steps) if found is None else found

    def _call(self, node: ast.Call, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        name = self.index.called(node.func, scope)
        last = name.rpartition(".")[2]
        here = place_at(node, scope)
        defined = self.callers.target(call_of(node, scope))
        # Classes of a project are called `Config`, too.
        is_own = isinstance(defined, Function)
        read = None if is_own else reads_environment(node, name, self.index.kind(node.func, scope))
        if read is not None:
            default = self.of(read.default, scope, trail, steps)
            found = [replace(each, is_default=True) for each in default if is_given(each)]
            return found or [self.of_environment(read.name, here, scope, trail)]
        if name.startswith("traitlets."):
            # A setting of its own kind: how it is as shipped stands in front.
            named = [each.value for each in node.keywords if each.arg == "default_value"]
            return self._all([*node.args[:1], *named], scope, trail, steps)
        if name in NOW or (last in {"now", "utcnow"} and self.index.definition(name) is None):
            return [Origin("now", here, UNKNOWN, trail)]
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
        if reads_a_key(node):
            # A file that is not committed is put there by whoever deploys.
            kind: Kind = "unknown" if is_committed(node, self.env_files.sources) else "environment"
            return [Origin(kind, here, UNKNOWN, trail)]
        if name == "getattr":
            return self._named_attribute(node, scope, trail, steps)
        if isinstance(defined, Function):
            made = call_of(node, scope)
            inner = (*trail, Name(defined.name, 1))
            run = self.index.implementations(defined) or [defined]
            return [each for one in run for each in self._returned(one, inner, steps, made)]
        if name in TEXT_IS_SECOND:
            return self._all(node.args[1:2], scope, trail, steps)
        if isinstance(node.func, ast.Attribute) and last in RECEIVERS:
            return self.of(node.func.value, scope, trail, steps)
        if isinstance(node.func, ast.Attribute) and last in TAKES:
            item = self.item(node, scope, trail, steps)
            if item is not None:
                return item
            # Whatever it takes out, it takes out of what a caller gave.
            held = self.of(node.func.value, scope, trail, steps)
            given = [each for each in held if each.kind == "parameter"]
            return given or [self._unknown(node, scope, trail)]
        if last in CONVERSIONS and node.args:
            nodes = node.args if last in {"min", "max"} else node.args[-1:]
            nodes = node.args[:1] if last in FIRST else nodes
            return self._all(nodes, scope, trail, steps)
        if len(node.args) == 1 and not node.keywords and self.index.class_of(node.func, scope):
            # A class of the project that wraps one value.
            return self.of(node.args[0], scope, trail, steps)
        if len(node.args) == 1 and not node.keywords:
            # Of a moment, what is unknown gives the same in another form.
            ends = [
                each for each in self.of(node.args[0], scope, trail, steps) if each.kind == "until"
            ]
            return ends or [self._unknown(node, scope, trail)]
        return [self._unknown(node, scope, trail)]

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


def _counted(origin: Origin, node: ast.expr, here: Place, trail: Trail) -> Origin:
    """The length of a unit as if it stood where it is counted."""
    if origin.kind != "constant" or not is_unit(node, origin.value):
        return origin
    return replace(origin, place=here, trail=trail)


def _holds(value: object) -> bool:
    return value is not UNKNOWN and bool(value)


def _called(key: ast.expr | None) -> list[Name]:
    """The name of an entry of a mapping."""
    match key:
        case ast.Constant(value=str() as text):
            return [Name(text, 0)]
        case ast.Attribute(attr=text):
            return [Name(text, 0)]
        case _:
            return []
