"""Where the values of expressions come from, whatever they are made of."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.call_search import CallSearch
from fastscaffold.audit.facts.origins.calls import ENVIRONMENT, operated
from fastscaffold.audit.facts.origins.nodes import place_at
from fastscaffold.audit.facts.origins.origin import Name, Origin
from fastscaffold.audit.facts.running.moments import is_unit
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.search import Trail
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Scope


class ExpressionSearch(CallSearch):
    """Looks at operators and all that holds others; at calls and names below them."""

    def _of(self, node: ast.expr, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        match node:
            case ast.Constant():
                return [Origin("constant", place_at(node, scope), node.value, trail, node=node)]
            case ast.Name():
                return self._name(node, scope, trail, steps)
            case ast.Attribute():
                return self._attribute(node, scope, trail, steps)
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
                return self._display(node, scope, trail, steps)
            case ast.IfExp():
                ways = ((True, node.body), (False, node.orelse))
                taken = [each for way, each in ways if self.shipped.may_be(node.test, way, scope)]
                return self._all(taken, scope, trail, steps)
            case ast.BoolOp(op=ast.Or()):
                return self._either(node, scope, trail, steps)
            case ast.BoolOp():
                return self.of(node.values[-1], scope, trail, steps)
            case ast.BinOp():
                return self._operation(node, scope, trail, steps)
            case ast.Await() | ast.Starred() | ast.NamedExpr() | ast.FormattedValue():
                return self.of(node.value, scope, trail, steps)
            case ast.JoinedStr() | ast.UnaryOp():
                return self._formed(node, scope, trail, steps)
            case ast.Subscript():
                return self._subscript(node, scope, trail, steps)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                found = self._all([each.iter for each in node.generators], scope, trail, steps)
                filtered = any(each.ifs for each in node.generators)
                return list(_filled(found)) if filtered else found
            case ast.Call():
                return self._call(node, scope, trail, steps)
            case _:
                return [self._unknown(node, scope, trail)]

    def _display(
        self,
        node: ast.List | ast.Tuple | ast.Set | ast.Dict,
        scope: Scope,
        trail: Trail,
        steps: int,
    ) -> list[Origin]:
        """What a list or a mapping holds; an empty one is a value of its own."""
        if isinstance(node, ast.Dict) and node.keys:
            return [
                each
                for key, value in zip(node.keys, node.values, strict=True)
                for each in self.of(value, scope, (*trail, *_called(key)), steps)
            ]
        if isinstance(node, ast.Dict) or not node.elts:
            return [Origin("constant", place_at(node, scope), (), trail)]
        return self._all(node.elts, scope, trail, steps)

    def _formed(
        self, node: ast.JoinedStr | ast.UnaryOp, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        """What is put into a text, or turned; itself where all of it is written down."""
        value = self.values.fold(node, scope)
        if value is not UNKNOWN:
            return [Origin("constant", place_at(node, scope), value, trail)]
        parts = node.values if isinstance(node, ast.JoinedStr) else [node.operand]
        found = self._all(parts, scope, trail, steps)
        kept = [each for each in found if each.kind != "constant"]
        return kept or [self._unknown(node, scope, trail)]

    def _either(self, node: ast.BoolOp, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        """What ``or`` gives: what is false, or nobody sets, gives way to the next."""
        given = self._tried(node.values, scope, trail, steps)
        kept = [each for each in given if each.kind != "constant" or each.value]
        is_last = bool(kept) and kept[-1].kind in {"constant", "generated"}
        if is_last and any(each.kind == "environment" for each in kept):
            kept = [each for each in kept if each.kind != "environment"]
            return [replace(each, is_default=True) for each in kept]
        return kept

    def _tried(self, nodes: list[ast.expr], scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        """What ``or`` tries: nothing after what holds as shipped."""
        found: list[Origin] = []
        for node in nodes:
            given = self.of(node, scope, trail, steps)
            found += given
            known = [each for each in given if each.kind == "constant"]
            others = {each.kind for each in given} - {"constant"}
            if not known or not all(_holds(each.value) for each in known):
                continue
            is_set = others <= {"environment", "required"} and self._is_filled_in(node, scope)
            if is_set or not others:
                break
        return found

    def _is_filled_in(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a class gives an attribute what was told, once that is there, or a constant."""
        owner = self._owner(node.value, scope) if isinstance(node, ast.Attribute) else None
        if owner is None or not isinstance(node, ast.Attribute):
            return False
        given = [
            (value, setter)
            for ancestor in self.index.ancestors(owner)
            if isinstance(defined := self.index.definition(ancestor), Class)
            for setter in defined.functions.values()
            for value in setter.assigned.get(f"self.{node.attr}", ())
        ]
        if len(given) != 1:
            return False
        value, setter = given[0]
        values = setter.assigned.get(value.id, []) if isinstance(value, ast.Name) else [value]
        under = self.shipped.conditions(setter)
        return bool(values) and all(
            self.values.fold(each, setter) is not UNKNOWN
            or any(_is_asked(test, each) for test, taken in under.get(id(each), ()) if taken)
            for each in values
        )

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
        if found is None and isinstance(node.slice, ast.Name) and isinstance(scope, Function):
            found = self._by_given(node, node.slice.id, scope, trail, steps)
        return self.of(node.value, scope, trail, steps) if found is None else found

    def _by_given(
        self, node: ast.Subscript, name: str, scope: Function, trail: Trail, steps: int
    ) -> list[Origin] | None:
        """The items by the keys that all callers give, where each of them tells one."""
        found: list[Origin] = []
        for call in self.callers.of(scope) if scope.takes(name) else ():
            given = call.argument(name, scope.position(name))
            key = self.values.fold(given, call.scope)
            if not isinstance(key, str):
                return None
            one = ast.Subscript(node.value, ast.Constant(key), ast.Load())
            item = self.item(ast.copy_location(one, node), scope, (*trail, Name(key, 1)), steps)
            if item is None:
                return None
            found += item
        return found or None


def _counted(origin: Origin, node: ast.expr, here: Place, trail: Trail) -> Origin:
    """The length of a unit as if it stood where it is counted."""
    if origin.kind != "constant" or not is_unit(node, origin.value):
        return origin
    return replace(origin, place=here, trail=trail)


def _holds(value: object) -> bool:
    return value is not UNKNOWN and bool(value)


def _is_asked(test: ast.expr, value: ast.expr) -> bool:
    """Whether a condition is that something which a value is made of is there."""
    asked = unparsed(test)
    return any(unparsed(each) == asked for each in walk(value, ast.Name, ast.Attribute))


def _called(key: ast.expr | None) -> list[Name]:
    """The name of an entry of a mapping."""
    match key:
        case ast.Constant(value=str() as text):
            return [Name(text, 0)]
        case ast.Attribute(attr=text):
            return [Name(text, 0)]
        case _:
            return []


def _filled(found: list[Origin]) -> Iterator[Origin]:
    """What is left of texts without the empty ones; a setting may still be given one."""
    for each in found:
        if each.value != "":
            yield each
        elif each.is_default:
            yield replace(each, kind="environment", value=UNKNOWN)
