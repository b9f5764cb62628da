"""Whether what is put into a text of SQL may come from a request."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.dumped_keys import models_of
from fastscaffold.audit.facts.handed_names import handed
from fastscaffold.audit.facts.origin_calls import returned
from fastscaffold.audit.facts.origin_nodes import call_of
from fastscaffold.audit.facts.sql_sent import SentValues
from fastscaffold.audit.facts.text_parts import (
    gone_through,
    grown_by,
    has_fixed_keys,
    interpolated,
    is_checked,
    keyed_by,
    looped_over,
)
from fastscaffold.audit.facts.walking import unpacked
from fastscaffold.audit.modules import Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.sql_sent import Loop
    from fastscaffold.audit.modules import Scope

# What stands before a value rather than a name.
_BEFORE_VALUE = re.compile(
    r"(?is)('%?|\"%|=\s*|<|>|\blike\s+|\bin\s*\(\s*|values\s*\(\s*|\bset\s+\w+\s*=\s*)$"
)
_TEXT_METHODS = frozenset(
    {"lower", "lstrip", "removeprefix", "removesuffix", "replace", "rstrip", "strip", "upper"}
)
MAX_STEPS = 12


class Taints(SentValues):
    """What clients decide of the parts of texts; production only."""

    def __init__(self, facts: Facts, before: re.Pattern[str] = _BEFORE_VALUE) -> None:
        super().__init__(facts)
        self._before = before
        # Nothing is looked at twice for one part: a text may be grown from itself.
        self._seen: set[tuple[int, bool]] = set()

    def reach(self, node: ast.expr, scope: Scope, before: str) -> bool:
        """Whether clients decide what stands after some text."""
        self._seen.clear()
        return self._taints(node, scope, bool(self._before.search(before)), MAX_STEPS)

    def _taints(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        if steps <= 0 or (id(node), value) in self._seen or self._is_safe(node, scope):
            return False
        self._seen.add((id(node), value))
        inside = _text_in(node)
        if inside is not node:
            return self._taints(inside, scope, value, steps - 1)
        match node:
            case ast.Call(func=ast.Attribute(attr="join"), args=[inner]):
                return self._joined(inner, scope, value, steps)
            case ast.GeneratorExp() | ast.ListComp() | ast.SetComp():
                return self._joined(node, scope, value, steps)
            case ast.List() | ast.Tuple() | ast.Set():
                return any(self._taints(each, scope, value, steps - 1) for each in node.elts)
            case ast.JoinedStr() | ast.BinOp():
                return any(
                    self._taints(
                        inner, scope, value or bool(self._before.search(before)), steps - 1
                    )
                    for inner, before in interpolated(node)
                )
            case ast.IfExp():
                return any(
                    self._taints(each, scope, value, steps - 1) for each in (node.body, node.orelse)
                )
            case ast.Name() if isinstance(scope, Function):
                return self._name(node, scope, value, steps)
            case ast.Attribute(value=ast.Name(id="self")) if isinstance(scope, Function):
                return self._from_outside(node, scope, value) or self._kept(node, scope, steps)
            case ast.Call(func=ast.Attribute(attr="keys"), args=[]):
                return self._keys_from_outside(node, scope, value, steps)
            case ast.Call():
                target = self.facts.callers.target(call_of(node, scope))
                if isinstance(target, Function) and self._is_checked_inside(target):
                    return False
                return self._from_outside(node, scope, value) or (
                    isinstance(target, Function) and self._listed(target, steps)
                )
            case _:
                return self._from_outside(node, scope, value)

    def _listed(self, function: Function, steps: int) -> bool:
        """Whether a helper returns a list of texts that holds what clients decide."""
        for each in returned(function.node):
            if isinstance(each, ast.Name):
                grown = list(grown_by(function, each.id))
            else:
                grown = [each] if isinstance(each, ast.ListComp | ast.List) else []
            if any(self._taints(text, function, False, steps - 1) for text in grown):  # noqa: FBT003
                return True
        return False

    def _kept(self, node: ast.Attribute, scope: Function, steps: int) -> bool:
        """Whether a list that an object keeps is given what clients decide by its methods."""
        name = f"self.{node.attr}"
        return scope.owner is not None and any(
            self._taints(text, method, False, steps - 1)  # noqa: FBT003
            for method in scope.module.functions.values()
            if method.owner is scope.owner
            for text in grown_by(method, name)
        )

    def _filled(self, name: str, function: Function, steps: int) -> bool:
        """Whether a helper that is given a list adds to it what clients decide."""
        for call in function.calls:
            for helper, parameter in handed(self.facts.callers, call, name):
                grown = grown_by(helper, parameter)
                if any(self._taints(each, helper, False, steps - 1) for each in grown):  # noqa: FBT003
                    return True
        return False

    def _name(self, node: ast.Name, scope: Function, value: bool, steps: int) -> bool:  # noqa: FBT001
        if self._unpacked(node.id, scope, value, steps):
            return True
        assigned = [*scope.assigned.get(node.id, []), *grown_by(scope, node.id)]
        if assigned:
            if any(self._taints(each, scope, value, steps - 1) for each in assigned):
                return True
            return any(map(_is_list, assigned)) and self._filled(node.id, scope, steps)
        loop = looped_over(scope, node.id)
        if loop is not None:
            return self._looped(node, loop, scope, value, steps)
        return self._from_outside(node, scope, value)

    def _unpacked(self, name: str, scope: Function, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether a name is a part of something, and clients decide that part."""
        for whole, index in unpacked(scope, name):
            target = self.facts.callers.target(call_of(whole, scope))
            if not isinstance(target, Function):
                if self._taints(whole, scope, value, steps - 1):
                    return True
                continue
            for each in returned(target.node):
                parts = each.elts if isinstance(each, ast.Tuple) else []
                if any(
                    self._taints(part, target, value, steps - 1)
                    for part in parts[index : index + 1]
                ):
                    return True
        return False

    def _looped(
        self,
        node: ast.Name,
        loop: Loop,
        scope: Scope,
        value: bool,  # noqa: FBT001
        steps: int,
    ) -> bool:
        """Whether a loop gives its variable what clients decide."""
        if value and self._is_entry(node, loop, scope):
            return True
        return any(
            self._keys_from_outside(each, scope, value, steps)
            for each in gone_through(loop.target, loop.iter, node.id)
        )

    def _joined(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        if not isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp):
            return self._taints(node, scope, value, steps - 1)
        targets = {
            each.id: generator
            for generator in node.generators
            for each in walk(generator.target)
            if isinstance(each, ast.Name)
        }
        for part, before in [(node.elt, ""), *interpolated(node.elt)]:
            is_value = value or bool(self._before.search(before))
            each = _text_in(part)
            if (
                isinstance(each, ast.Name)
                and each.id in targets
                and self._looped(each, targets[each.id], scope, is_value, steps)
            ):
                return True
        return False

    def _is_checked_inside(self, function: Function) -> bool:
        """Whether a helper refuses what it would return."""
        names = [each.id for each in returned(function.node) if isinstance(each, ast.Name)]
        return bool(names) and all(is_checked(function, name) for name in names)

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


def _text_in(node: ast.expr) -> ast.expr:
    """The text that a method of it, a slice or ``str`` makes another of."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in _TEXT_METHODS:
                node = inner
            case ast.Subscript(value=inner, slice=ast.Slice()):
                node = inner
            case ast.Call(func=ast.Name(id="str"), args=[inner]):
                node = inner
            case _:
                return node


def _is_list(node: ast.expr) -> bool:
    match node:
        case ast.List():
            return True
        case ast.Call(func=ast.Name(id="list"), args=[]):
            return True
        case _:
            return False
