"""Whether what is put into a text of SQL may come from a request."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.dumped_keys import models_of
from fastscaffold.audit.facts.handed_names import handed
from fastscaffold.audit.facts.harmless import Harmless
from fastscaffold.audit.facts.origin_calls import returned
from fastscaffold.audit.facts.origin_nodes import call_of
from fastscaffold.audit.facts.programs import programs
from fastscaffold.audit.facts.text_parts import (
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
    from typing import TypeAlias

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

    _Loop: TypeAlias = ast.For | ast.AsyncFor | ast.comprehension

# What stands before a value rather than a name.
_BEFORE_VALUE = re.compile(
    r"(?is)('%?|\"%|=\s*|<|>|\blike\s+|\bin\s*\(\s*|values\s*\(\s*|\bset\s+\w+\s*=\s*)$"
)
_OPEN = frozenset({"Any", "Dict", "Mapping", "Request", "dict"})
MAX_STEPS = 6


class Taints:
    """What clients decide of the parts of texts; production only."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.harmless = Harmless(facts.index)

    def reach(self, node: ast.expr, scope: Scope, before: str) -> bool:
        """Whether clients decide what stands after some text."""
        return self._taints(node, scope, bool(_BEFORE_VALUE.search(before)), MAX_STEPS)

    def _taints(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        if steps == 0 or self._is_safe(node, scope):
            return False
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
        assigned = [*scope.assigned.get(node.id, []), *grown_by(scope, node.id)]
        if assigned:
            if any(self._taints(each, scope, value, steps - 1) for each in assigned):
                return True
            return any(map(_is_list, assigned)) and self._filled(node.id, scope, steps)
        loop = looped_over(scope, node.id)
        if loop is not None:
            if value and self._is_entry(node, loop, scope):
                return True
            return self._keys_from_outside(loop.iter, scope, value, steps)
        return self._from_outside(node, scope, value)

    def _joined(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        if not isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp):
            return self._taints(node, scope, value, steps - 1)
        targets = {
            each.id: generator
            for generator in node.generators
            for each in walk(generator.target)
            if isinstance(each, ast.Name)
        }
        for each, before in [(node.elt, ""), *interpolated(node.elt)]:
            is_value = value or bool(_BEFORE_VALUE.search(before))
            if isinstance(each, ast.Name) and each.id in targets:
                source = targets[each.id]
                if is_value and self._is_entry(each, source, scope):
                    return True
                if self._keys_from_outside(source.iter, scope, is_value, steps):
                    return True
        return False

    def _is_entry(self, node: ast.Name, loop: _Loop, scope: Scope) -> bool:
        """Whether a name is what a mapping that a client fills in holds, whatever its keys are."""
        match loop.target, loop.iter:
            case (
                ast.Tuple(elts=[_, ast.Name(id=name)]),
                ast.Call(func=ast.Attribute(value=mapping, attr="items")),
            ) if name == node.id and not (isinstance(scope, Function) and is_checked(scope, name)):
                return self._is_sent(mapping, scope, 1) or self._holds_texts(mapping, scope)
            case _:
                return False

    def _holds_texts(self, mapping: ast.expr, scope: Scope) -> bool:
        """Whether a mapping has the fields of a request, and one of them may be any text."""
        origins = self.facts.origins
        found = origins.of(mapping, scope)
        if not any(each.parameter in origins.sent for each in found if each.parameter is not None):
            return False
        return any(
            not self.harmless.admits(field.annotation, field.owner)
            for model in models_of(self.facts, mapping, scope)
            for field in all_fields(self.facts.index, model).values()
        )

    def _is_sent(self, mapping: ast.expr, scope: Scope, part: int) -> bool:
        """Whether clients decide the keys of a mapping, or its values."""
        return any(
            origin.parameter in self.facts.origins.sent and self._is_open(*origin.parameter, part)
            for origin in self.facts.origins.of(mapping, scope)
            if origin.parameter is not None
        )

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
        return not has_fixed_keys(receiver) and self._is_sent(receiver, scope, 0)

    def _is_open(self, function: Function, name: str, part: int) -> bool:
        """Whether a parameter is a request, or a mapping whose keys or values are anything."""
        for kind, holder in self.facts.index.typed(function.annotation(name), function.module):
            plain, inner = kind, None
            if isinstance(kind, ast.Subscript):
                plain, inner = kind.value, kind.slice
            if (self.facts.index.symbol(plain, holder) or "").rpartition(".")[2] not in _OPEN:
                continue
            if not isinstance(inner, ast.Tuple) or not self.harmless.admits(
                inner.elts[part], holder
            ):
                return True
        return False

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


def _is_list(node: ast.expr) -> bool:
    match node:
        case ast.List():
            return True
        case ast.Call(func=ast.Name(id="list"), args=[]):
            return True
        case _:
            return False
