"""Where a value comes from: through names, parameters, settings, constructors and helpers."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.classes import SCHEMAS, SETTINGS, Field, all_fields, own_fields
from fastscaffold.audit.facts.origin import Kind, Name, Origin
from fastscaffold.audit.facts.origin_calls import (
    CONVERSIONS,
    ENVIRONMENT,
    NOW,
    RECEIVERS,
    TAKES,
    generated_bytes,
    in_unit,
    operated,
    reads_environment,
    returned,
)
from fastscaffold.audit.facts.origin_classes import Choices
from fastscaffold.audit.facts.origin_nodes import (
    around,
    call_of,
    default_of,
    is_given,
    looped,
    place_at,
    put_in,
    unpacked,
)
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.shipped import Shipped
from fastscaffold.audit.modules import Call, Class, Function, dotted, enclosing_class, module_of
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts.callers import Callers
    from fastscaffold.audit.facts.routes import Route
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope
    from fastscaffold.audit.values import Values

MAX_STEPS = 20
MAX_ORIGINS = 60
MAX_LOOKED_AT = 1_500


class Origins:
    """Looks for origins; what cannot be told is ``unknown``, never left out."""

    def __init__(self, index: Index, values: Values, callers: Callers, routes: list[Route]) -> None:
        self.index = index
        self.values = values
        self.callers = callers
        self.routes = routes
        self.shipped = Shipped(values)
        self.choices = Choices(index, self.shipped)

    @cached_property
    def nested(self) -> frozenset[str]:
        """Models that settings are made of: they come from outside, too."""
        found: set[str] = set()
        waiting = [each for each in self.index.classes() if self.index.is_a(each.symbol, *SETTINGS)]
        # What they derive from.
        found.update(name for each in waiting for name in self.index.ancestors(each.symbol))
        while waiting:
            holder = waiting.pop()
            for field in own_fields(holder):
                kind = self.index.annotated(field.annotation, holder)
                definition = self.index.definition(kind)
                if not isinstance(definition, Class) or definition.symbol in found:
                    continue
                if self.index.is_a(definition.symbol, *SCHEMAS):
                    found.add(definition.symbol)
                    waiting.append(definition)
        return frozenset(found)

    @cached_property
    def sent(self) -> frozenset[tuple[Function, str]]:
        """Parameters of endpoints, and of what they depend on, that a client may fill in."""
        own = {
            (route.function, parameter.name)
            for route in self.routes
            for parameter in route.parameters
            if parameter.kind != "depends"
        }
        depended = {
            (function, argument.arg)
            for route in self.routes
            for dependency in route.dependencies
            for function in dependency.functions
            for argument, _ in function.parameters()
        }
        return frozenset(own | depended)

    def of(self, node: ast.expr | None, scope: Scope) -> list[Origin]:
        """All origins of an expression."""
        return _Search(self).of(node, scope, (), MAX_STEPS)[:MAX_ORIGINS]

    def of_argument(self, call: Call, name: str, position: int | None = None) -> list[Origin]:
        """All origins of an argument, which may come with others as ``**options``."""
        value = call.argument(name, position)
        return self.of(unpacked(call, name) if value is None else value, call.scope)

    def of_field(self, field: Field) -> list[Origin]:
        """All origins of what a field holds."""
        return _Search(self).of_field(field, (), MAX_STEPS)[:MAX_ORIGINS]


Trail: TypeAlias = tuple[Name, ...]


class _Search:
    def __init__(self, origins: Origins) -> None:
        self.index = origins.index
        self.values = origins.values
        self.callers = origins.callers
        self.nested = origins.nested
        self.sent = origins.sent
        self.shipped = origins.shipped
        self.choices = origins.choices
        self.looked_at = 0
        self.open: set[tuple[int, int]] = set()

    def of(self, node: ast.expr | None, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        self.looked_at += 1
        if node is None:
            return []
        key = (id(node), id(scope))
        if key in self.open:
            return []
        if steps <= 0 or self.looked_at > MAX_LOOKED_AT:
            return [self._unknown(node, scope, trail)]
        self.open.add(key)
        try:
            return self._of(node, scope, trail, steps - 1)
        finally:
            self.open.discard(key)

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
                return self._all(node.values, scope, trail, steps)
            case ast.IfExp():
                ways = ((True, node.body), (False, node.orelse))
                taken = [each for way, each in ways if self.shipped.may_be(node.test, way, scope)]
                return self._all(taken, scope, trail, steps)
            case ast.BoolOp(op=ast.Or()):
                given = self._all(node.values, scope, trail, steps)
                # What is false gives way to the next.
                return [each for each in given if each.kind != "constant" or each.value]
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

    def _all(self, nodes: list[ast.expr], scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        return [each for node in nodes for each in self.of(node, scope, trail, steps)]

    def _unknown(self, node: ast.expr, scope: Scope, trail: Trail) -> Origin:
        return Origin("unknown", place_at(node, scope), UNKNOWN, trail)

    # Names

    def _name(self, node: ast.Name, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        current: Scope = scope
        while isinstance(current, Function):
            values = self.shipped.of(current.assigned.get(node.id, []), current)
            if values:
                inner = (*trail, Name(node.id, 0))
                added = [*values, *put_in(node.id, current.calls)]
                found = [each for value in added for each in self.of(value, current, inner, steps)]
                if current.takes(node.id):
                    found += self._parameter(current, node.id, trail, steps)
                return found
            if current.takes(node.id):
                return self._parameter(current, node.id, trail, steps)
            gone_through = looped(node.id, current)
            if gone_through:
                return self._all(gone_through, current, (*trail, Name(node.id, 0)), steps)
            current = current.parent or current.module
        return self._of_symbol(node, scope, trail, steps)

    def _of_symbol(
        self, node: ast.Name | ast.Attribute, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        found: list[Origin] = []
        symbol = self.index.symbol(node, scope)
        name = (symbol or "").rpartition(".")[2]
        if isinstance(scope, Class) and isinstance(node, ast.Name) and node.id in scope.assigned:
            values: list[tuple[ast.expr, Scope]] = [
                (value, scope) for value in scope.assigned[node.id]
            ]
            return self._held(values, (*trail, Name(node.id, 0)), steps)
        if symbol is not None and self.index.definition(symbol) is None:
            found = self._held(self.index.values_of(symbol), (*trail, Name(name, 0)), steps)
        found += self._given_anew(node, scope, trail, steps)
        if not found and symbol is not None:
            holder = symbol.rpartition(".")[0]
            for value, outer in self.index.values_of(holder):
                kind = self.index.kind(value, outer) or self.index.kind(node, scope)
                if isinstance(self.index.definition(kind), Class):
                    found += self._of_member(kind or "", name, trail, steps) or []
        return found or [self._unknown(node, scope, trail)]

    def _given_anew(
        self, node: ast.Name | ast.Attribute, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        """What a module gives a name that it imports, such as a default where it is empty."""
        module = module_of(scope)
        if not isinstance(node, ast.Name) or node.id not in module.imports:
            return []
        values = module.assigned.get(node.id, [])
        return self._held([(each, module) for each in values], (*trail, Name(node.id, 0)), steps)

    def _held(self, values: list[tuple[ast.expr, Scope]], trail: Trail, steps: int) -> list[Origin]:
        """What a constant is given; where it is a literal the constant is the place."""
        counted = self.shipped.of([each for each, _ in values], values[0][1]) if values else []
        return [
            self._placed(each, value, holder)
            for value, holder in values
            if any(value is each for each in counted)
            for each in self.of(value, holder, trail, steps)
        ]

    def _placed(self, origin: Origin, value: ast.expr, holder: Scope) -> Origin:
        first = value.lineno
        last = value.end_lineno or first
        module = module_of(holder)
        inside = origin.place.path == module.path and first <= origin.place.line <= last
        return replace(origin, place=place_at(value, holder)) if inside else origin

    def _attribute(
        self, node: ast.Attribute, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        if node.attr in {"value", "hex"}:
            return self.of(node.value, scope, trail, steps)
        held = scope.assigned.get(dotted(node) or "") if isinstance(scope, Function) else None
        if held:
            return self._all(held, scope, (*trail, Name(node.attr, 0)), steps)
        chosen = self.choices.of(node.value, scope)
        if len(chosen) > 1 and all(self._is_settings(each) for each in chosen):
            ways = [self._of_member(each, node.attr, trail, steps) for each in chosen]
            return [each for way in ways for each in way or []]
        owner = self._owner(node.value, scope)
        if len(chosen) == 1 and (owner is None or self._is_settings(chosen[0])):
            owner = chosen[0]
        if owner is None:
            found = self._of_symbol(node, scope, trail, steps)
            if any(each.kind != "unknown" for each in found):
                return found
            return self._of_given(node, scope, trail, steps)
        if self.index.is_a(owner, *SCHEMAS) and not self._is_settings(owner):
            # What a client sent, whatever it is by default.
            given = self._of_given(node, scope, trail, steps)
            if given[0].kind == "parameter":
                return given
        member = self._of_member(owner, node.attr, trail, steps)
        return self._of_given(node, scope, trail, steps) if member is None else member

    def _of_given(
        self, node: ast.Attribute, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        """An attribute of what a caller gives is given by it, too."""
        inner = self.of(node.value, scope, trail, steps)
        taken = [each for each in inner if each.kind == "parameter"]
        return taken or [self._unknown(node, scope, trail)]

    def _is_settings(self, symbol: str) -> bool:
        return self.index.is_a(symbol, *SETTINGS) or symbol in self.nested

    def _owner(self, node: ast.expr, scope: Scope) -> str | None:
        if isinstance(node, ast.Name) and node.id in {"self", "cls"}:
            owner = scope if isinstance(scope, Class) else enclosing_class(scope)
            return owner.symbol if owner is not None else None
        kind = self.index.kind(node, scope) or self.index.symbol(node, scope)
        return kind if isinstance(self.index.definition(kind), Class) else None

    def _of_member(self, owner: str, name: str, trail: Trail, steps: int) -> list[Origin] | None:
        """What an attribute of an instance holds; None where the class does not say."""
        inner = (*trail, Name(name, 0))
        for symbol in self.index.ancestors(owner):
            definition = self.index.definition(symbol)
            if not isinstance(definition, Class):
                continue
            method = definition.functions.get(name)
            if method is not None:
                return self._returned(method, inner, steps)
            for setter in definition.functions.values():
                values = setter.assigned.get(f"self.{name}")
                if values:
                    return [o for value in values for o in self.of(value, setter, inner, steps)]
        defined = self.index.definition(owner)
        field = all_fields(self.index, defined).get(name) if isinstance(defined, Class) else None
        return None if field is None else self.of_field(field, inner, steps, owner)

    def of_field(
        self, field: Field, trail: Trail, steps: int, owner: str | None = None
    ) -> list[Origin]:
        place = Place(field.module.path, field.line)
        symbol = owner or field.owner.symbol
        settings = self._is_settings(symbol)
        found = self._constructed(symbol, field.name, trail, steps)
        if found:
            return found
        value = default_of(field.value)
        if value is None:
            kind: Kind = "required" if settings else "unknown"
            return [Origin(kind, place, UNKNOWN, trail, field)]
        default = self.of(value, field.owner, trail, steps)
        return [
            replace(
                each,
                place=place if each.place.path == place.path else each.place,
                field=each.field or field,
                is_default=each.is_default or settings,
            )
            for each in default
        ]

    def _constructed(self, symbol: str, name: str, trail: Trail, steps: int) -> list[Origin]:
        """What the calls that make instances give for a field."""
        found: list[Origin] = []
        for call in self.callers.of_class(symbol):
            value = call.argument(name)
            if value is None and call.node.args and not self.index.method(symbol, "__init__"):
                definition = self.index.definition(symbol)
                fields = (
                    list(all_fields(self.index, definition))
                    if isinstance(definition, Class)
                    else []
                )
                value = call.argument(name, fields.index(name)) if name in fields else None
            if value is None:
                value = unpacked(call, name)
            if value is not None:
                found += self.of(value, call.scope, trail, steps)
        return found

    def _parameter(self, function: Function, name: str, trail: Trail, steps: int) -> list[Origin]:
        """What callers and clients give, and the default where one of them gives nothing."""
        default = next((d for a, d in function.parameters() if a.arg == name), None)
        calls = self.callers.of(function)
        found: list[Origin] = []
        for call in calls:
            value = call.argument(name, function.position(name))
            beside = tuple(around(call, function))
            if value is not None:
                found += self.of(value, call.scope, (*trail, *beside, Name(name, 1)), steps)
            elif default is not None and call.is_complete:
                inner = (*trail, *beside, Name(name, 1))
                found += self._default_of(default, function, inner, steps)
            else:
                found.append(self._given(function, name, trail))
        is_sent = (function, name) in self.sent
        if not calls and default is not None:
            found += self._default_of(default, function, (*trail, Name(name, 1)), steps)
        # The default of what a client sends is only what holds where it sends nothing.
        if is_sent or (not calls and (default is None or isinstance(default, ast.Call))):
            found.append(self._given(function, name, trail))
        return found

    def _default_of(
        self, default: ast.expr, function: Function, trail: Trail, steps: int
    ) -> list[Origin]:
        return [
            each
            for each in self.of(default, function.module, trail, steps)
            if each.kind != "constant" or each.value is not None
        ]

    def _given(self, function: Function, name: str, trail: Trail) -> Origin:
        place = Place(function.module.path, function.node.lineno)
        return Origin(
            "parameter",
            place,
            UNKNOWN,
            (*trail, Name(function.name, 1), Name(name, 1)),
            parameter=(function, name),
        )

    # Expressions

    def _operation(self, node: ast.BinOp, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        folded = self.values.fold(node, scope)
        named = any(isinstance(each, ast.Name | ast.Attribute) for each in walk(node))
        if folded is not UNKNOWN and not named:
            return [Origin("constant", place_at(node, scope), folded, trail)]
        left = self.of(node.left, scope, trail, steps)
        right = self.of(node.right, scope, trail, steps)
        if isinstance(node.op, ast.Mod):
            return [*left, *right]
        return operated(left, node.op, right, self._unknown(node, scope, trail))

    def _subscript(
        self, node: ast.Subscript, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        symbol = self.index.symbol(node.value, scope) or ""
        if symbol in ENVIRONMENT:
            return [Origin("environment", place_at(node, scope), UNKNOWN, trail)]
        return self.of(node.value, scope, trail, steps)

    def _call(self, node: ast.Call, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        name = self.index.called(node.func, scope)
        last = name.rpartition(".")[2]
        here = place_at(node, scope)
        read = reads_environment(node, name, self.index.kind(node.func, scope))
        if read is not None:
            default = self.of(read.default, scope, trail, steps)
            found = [replace(each, is_default=True) for each in default if is_given(each)]
            return found or [Origin("environment", here, UNKNOWN, trail)]
        if name in NOW or last == "utcnow":
            return [Origin("now", here, UNKNOWN, trail)]
        count = generated_bytes(name, node)
        if count is not None:
            return [Origin("generated", here, count, trail)]
        if last == "timedelta":
            return self._duration(node, scope, trail, steps)
        defined = self.callers.target(call_of(node, scope))
        if isinstance(defined, Function):
            return self._returned(defined, (*trail, Name(defined.name, 1)), steps)
        if isinstance(node.func, ast.Attribute) and last in RECEIVERS:
            return self.of(node.func.value, scope, trail, steps)
        if isinstance(node.func, ast.Attribute) and last in TAKES:
            # Whatever it takes out, it takes out of what a caller gave.
            held = self.of(node.func.value, scope, trail, steps)
            given = [each for each in held if each.kind == "parameter"]
            return given or [self._unknown(node, scope, trail)]
        if last in CONVERSIONS and node.args:
            nodes = node.args if last in {"min", "max"} else node.args[-1:]
            nodes = node.args[:1] if last in {"int", "round", "replace"} else nodes
            return self._all(nodes, scope, trail, steps)
        if len(node.args) == 1 and not node.keywords and self.index.class_of(node.func, scope):
            # A class of the project that wraps one value.
            return self.of(node.args[0], scope, trail, steps)
        return [self._unknown(node, scope, trail)]

    def _duration(self, node: ast.Call, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        """``timedelta(...)``: each argument in its unit, added up."""
        units = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
        given = dict(zip(units, node.args, strict=False))
        given |= {each.arg: each.value for each in node.keywords if each.arg is not None}
        total: list[Origin] | None = None
        for unit, value in given.items():
            part = [in_unit(each, unit) for each in self.of(value, scope, trail, steps)]
            total = (
                part
                if total is None
                else operated(total, ast.Add(), part, self._unknown(node, scope, trail))
            )
        return total or [self._unknown(node, scope, trail)]

    def _returned(self, function: Function, trail: Trail, steps: int) -> list[Origin]:
        found: list[Origin] = []
        for value in returned(function.node):
            found += self.of(value, function, trail, steps)
        return found or [
            Origin("unknown", Place(function.module.path, function.node.lineno), UNKNOWN, trail)
        ]
