"""What a name that holds others stands for: where it is made, and what is put into it later."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.origins.calls import returned
from fastscaffold.audit.facts.origins.names import NameSearch
from fastscaffold.audit.facts.origins.nodes import default_of
from fastscaffold.audit.facts.origins.written_items import written_before, written_to
from fastscaffold.audit.modules import Class, Function, Module, enclosing_class, module_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.written_items import Written
    from fastscaffold.audit.modules import Scope


class HeldSearch(NameSearch):
    """Looks for what names that hold others are given."""

    def _values(
        self, node: ast.Name | ast.Attribute, scope: Scope
    ) -> Iterator[tuple[ast.expr, Scope]]:
        current: Scope | None = scope
        while isinstance(node, ast.Name) and isinstance(current, Function):
            if node.id in current.assigned:
                yield from ((value, current) for value in current.assigned[node.id])
                return
            if current.takes(node.id):
                handed = self._handed(node.id, current)
                yield from ((value, holder) for value, holder, _ in handed)
                return
            current = current.parent
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = enclosing_class(scope) if node.value.id in {"self", "cls"} else None
            for function in owner.functions.values() if owner is not None else ():
                held = function.assigned.get(f"self.{node.attr}", ())
                yield from ((value, function) for value in held)
            if owner is not None:
                yield from ((value, owner) for value in owner.assigned.get(node.attr, ()))
        if isinstance(node, ast.Attribute):
            yield from self._of_class(node, scope)
            yield from self.index.in_state(node)
        yield from self.index.values_of(self.index.symbol(node, scope))

    def _of_class(self, node: ast.Attribute, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """What a property or a field of an instance gives."""
        owner = self._owner(node.value, scope)
        method = self.index.method(owner, node.attr)
        if method is not None:
            yield from ((value, method) for value in returned(method.node))
            return
        defined = self.index.definition(owner)
        fields = all_fields(self.index, defined) if isinstance(defined, Class) else {}
        field = fields.get(node.attr)
        value = default_of(field.value) if field is not None else None
        if field is not None and value is not None:
            yield value, field.owner

    def _put_in(self, node: ast.Name, scope: Scope) -> Iterator[tuple[Written, Scope]]:
        """What a mapping is given after it was made, the last first."""
        holders: list[tuple[str, Function | Module]] = []
        current: Scope = scope
        while isinstance(current, Function) and not holders:
            if node.id in current.assigned or current.takes(node.id):
                holders.append((node.id, current))
            current = current.parent or current.module
        if not holders:
            holders.append((node.id, module_of(scope)))
            module, _, name = (self.index.symbol(node, scope) or "").rpartition(".")
            defined = self.index.definition(module)
            if isinstance(defined, Module) and defined is not module_of(scope):
                holders.append((name, defined))
        for name, outer in holders:
            found = self._written(name, outer)
            if outer is scope:
                found = list(written_before(found, (node.lineno, node.col_offset)))
            yield from ((each, outer) for each in reversed(found))

    def _written(self, name: str, holder: Function | Module) -> list[Written]:
        """All that a mapping is given in a function or a module, told once for all searches."""
        key = (name, id(holder))
        if key not in self.written:
            tree = holder.node if isinstance(holder, Function) else holder.tree
            self.written[key] = written_to(name, tree, partial(self.shipped.may_be, scope=holder))
        return self.written[key]
