"""Whether what is put into a text of SQL may come from a request."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.origins.followed import entries
from fastscaffold.audit.facts.origins.nodes import call_of
from fastscaffold.audit.facts.origins.passing import passed_on, written_anew
from fastscaffold.audit.facts.requests.dumped_keys import models_of
from fastscaffold.audit.facts.running.held_names import is_given_anew
from fastscaffold.audit.facts.sql.kept import KeptValues
from fastscaffold.audit.facts.sql.nodes import has_names, is_list, is_rest, text_in
from fastscaffold.audit.facts.sql.sent import gives_no_text
from fastscaffold.audit.facts.texts.interpolation import fills, interpolated
from fastscaffold.audit.facts.texts.parts import (
    gone_through,
    grown_by,
    has_fixed_keys,
    keyed_by,
    looped_over,
)
from fastscaffold.audit.facts.texts.templates import Templates
from fastscaffold.audit.modules import Function
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.sql.sent import Loop
    from fastscaffold.audit.modules import Scope

# What stands before a value rather than a name.
_BEFORE_VALUE = re.compile(
    r"(?is)('%?|\"%|=\s*|<|>|\blike\s+|\bin\s*\(\s*|values\s*\(\s*|\bset\s+\w+\s*=\s*)$"
)
_Comprehension: TypeAlias = ast.DictComp | ast.GeneratorExp | ast.ListComp | ast.SetComp
_COMPREHENSIONS = (ast.DictComp, ast.GeneratorExp, ast.ListComp, ast.SetComp)
_COPIES = frozenset({"frozenset", "list", "reversed", "set", "sorted", "tuple"})
MAX_STEPS = 20
MAX_LOOKED_AT = 1_000


class Taints(KeptValues):
    """What clients decide of the parts of texts; production only."""

    def __init__(self, facts: Facts, before: re.Pattern[str] = _BEFORE_VALUE) -> None:
        super().__init__(facts)
        self.templates = Templates(facts)
        self._before = before
        # Nothing is looked at twice for one part: a text may be grown from itself.
        self._seen: set[tuple[int, ...]] = set()
        # What the variables of comprehensions go through, by where they stand.
        self._loops: dict[tuple[int, str], ast.comprehension] = {}

    def reach(self, node: ast.expr, scope: Scope, before: str) -> bool:
        """Whether clients decide what stands after some text."""
        self._seen.clear()
        return self._taints(node, scope, self._is_value(before), MAX_STEPS)

    def _is_value(self, before: str) -> bool:
        return self._before.search(before) is not None

    def _taints(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        key = (id(node), int(value), *(id(call.node) for _, call in self._frames))
        is_too_far = steps <= 0 or len(self._seen) > MAX_LOOKED_AT
        if is_too_far or key in self._seen or self._is_safe(node, scope):
            return False
        self._seen.add(key)
        inside = text_in(node)
        if inside is not node:
            return self._taints(inside, scope, value, steps - 1)
        kept = self._kept_by(node, scope)
        if kept is not None:
            return any(self._taints(each, holder, value, steps - 1) for each, holder in kept)
        if self._is_said(node, scope):
            return True
        if isinstance(node, _COMPREHENSIONS):
            return self._joined(node, scope, value, steps)
        parts = self._parts(node, scope)
        if parts is not None:
            return any(self._taints(each, scope, value, steps - 1) for each in parts)
        match node:
            case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
                return all(self._taints(each, scope, value, steps - 1) for each in (left, right))
            case ast.JoinedStr() | ast.BinOp():
                return self._put_in(node, scope, value, steps)
            case ast.Name() if isinstance(scope, Function):
                return self._name(node, scope, value, steps)
            case ast.Attribute(value=ast.Name(id="self")) if isinstance(scope, Function):
                return self._from_outside(node, scope, value) or self._kept(node, scope, steps)
            case ast.Attribute(value=ast.Name() as held) if (id(scope), held.id) in self._loops:
                loop = self._loops[id(scope), held.id]
                return not self._is_harmless_item(node, loop, scope) and self._looped(
                    held, loop, scope, value, steps
                )
            case ast.Call():
                return self._called(node, scope, value, steps)
            case ast.Subscript(value=held) if self._is_written(held, scope):
                return False
            case _:
                return self._from_outside(node, scope, value)

    def _parts(self, node: ast.expr, scope: Scope) -> list[ast.expr] | None:
        """What an expression is one of, or holds; None where it is neither."""
        match node:
            case ast.Call(func=ast.Attribute(attr="join"), args=[inner]):
                return [] if has_names(inner) and models_of(self.facts, inner, scope) else [inner]
            case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
                return elts
            case ast.Dict(keys=keys):
                return [each for each in keys if each is not None]
            case ast.IfExp(body=body, orelse=orelse):
                return [body, orelse]
            case ast.BoolOp(op=ast.Or(), values=values):
                return values
            case ast.BoolOp(values=values):
                return values[-1:]
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return [left, right]
            case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in _COPIES:
                return [inner]
            case ast.Call(func=ast.Name(id="map"), args=[made, inner, *_]):
                return [] if gives_no_text(made) else [inner]
            case ast.Await(value=inner) | ast.NamedExpr(value=inner) | ast.Starred(value=inner):
                return [inner]
            case _:
                return None

    def _put_in(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether clients decide something that is put into a text."""
        return any(
            self._taints(inner, scope, value or self._is_value(before), steps - 1)
            for inner, before in interpolated(self.templates.written(node, scope))
        )

    def _called(self, node: ast.Call, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        call = call_of(node, scope)
        target = self.facts.callers.target(call)
        if isinstance(target, Function):
            return self._returned(target, call, value, steps)
        if fills(node):
            return self._put_in(node, scope, value, steps) or self._from_outside(node, scope, value)
        match node:
            case ast.Call(func=ast.Attribute(attr="keys"), args=[]):
                return self._keys_from_outside(node, scope, value, steps)
            case ast.Call(func=ast.Attribute(value=held, attr="get"), args=[_, *defaults]):
                if any(self._taints(each, scope, value, steps - 1) for each in defaults):
                    return True
                return not self._is_written(held, scope) and self._from_outside(node, scope, value)
            case ast.Call(func=ast.Attribute(attr="dumps"), args=[inner, *_]) if value:
                # Quotes in it stay what they are.
                return self._taints(inner, scope, value, steps - 1)
            case _:
                name = self.facts.index.called(node.func, scope)
                passed = written_anew(node, name) or passed_on(node, name)
        if passed is not None:
            return self._taints(passed, scope, value, steps - 1)
        return self._from_outside(node, scope, value)

    def _is_written(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a mapping is written down, of whose values any key gives one."""
        found = entries(self.facts, node, scope) or {}
        return bool(found) and all(
            self.facts.values.fold(each, place) is not UNKNOWN for each, place in found.values()
        )

    def _name(self, node: ast.Name, scope: Function, value: bool, steps: int) -> bool:  # noqa: FBT001
        if (id(scope), node.id) in self._loops:
            return self._looped(node, self._loops[id(scope), node.id], scope, value, steps)
        if self._unpacked(node.id, scope, value, steps):
            return True
        assigned = [*scope.assigned.get(node.id, []), *grown_by(scope, node.id)]
        if any(self._taints(each, scope, value, steps - 1) for each in assigned):
            return True
        if any(map(is_list, assigned)) and self._filled(node.id, scope, steps):
            return True
        if scope.takes(node.id):
            return not is_given_anew(scope, node.id, node) and self._parameter(
                node, scope, value, steps
            )
        if assigned:
            return False
        if is_rest(scope, node.id):
            return self._rest(scope, value, steps)
        loop = looped_over(scope, node.id)
        if loop is not None:
            return self._looped(node, loop, scope, value, steps)
        return self._from_outside(node, scope, value)

    def _looped(
        self,
        node: ast.Name,
        loop: Loop,
        scope: Scope,
        value: bool,  # noqa: FBT001
        steps: int,
    ) -> bool:
        """Whether a loop gives its variable what clients decide."""
        if value and (
            self._is_entry(node, loop, scope) or self._holds_entry(node, loop, scope, steps)
        ):
            return True
        return any(
            self._keys_from_outside(each, scope, value, steps)
            for each in gone_through(loop.target, loop.iter, node.id)
        )

    def _holds_entry(self, node: ast.Name, loop: Loop, scope: Scope, steps: int) -> bool:
        """Whether a name is what a mapping that is filled in holds, and clients decide a value."""
        match loop.target, loop.iter:
            case (
                ast.Tuple(elts=[_, ast.Name(id=name)]),
                ast.Call(func=ast.Attribute(value=ast.Name() as held, attr="items")),
            ) if name == node.id:
                return any(
                    self._taints(each, holder, True, steps - 1)  # noqa: FBT003
                    for each, holder in self._values_in(held, scope)
                )
            case _:
                return False

    def _joined(self, node: _Comprehension, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether clients decide what a comprehension gives, of a mapping its keys."""
        kept, self._loops = (
            self._loops,
            self._loops
            | {
                (id(scope), each.id): generator
                for generator in node.generators
                for each in walk(generator.target, ast.Name)
            },
        )
        try:
            element = node.key if isinstance(node, ast.DictComp) else node.elt
            return self._taints(element, scope, value, steps - 1)
        finally:
            self._loops = kept

    def _keys_from_outside(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether what is gone through has keys of a client's choice; a model fixes its own."""
        if models_of(self.facts, node, scope):
            return False
        if not has_fixed_keys(node):
            return self._taints(node, scope, value, steps - 1)
        match node:
            case ast.Call(func=ast.Attribute(value=receiver, attr="items" | "keys" | "values")):
                pass
            case _:
                return False
        if has_fixed_keys(receiver):
            return False
        return self._is_sent(receiver, scope, 0) or (
            isinstance(receiver, ast.Name)
            and isinstance(scope, Function)
            and any(
                self._taints(key, scope, value, steps - 1) for key in keyed_by(scope, receiver.id)
            )
        )
