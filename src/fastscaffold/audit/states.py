"""What a project keeps in the state of its application, or of a request."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import dotted

if TYPE_CHECKING:
    import ast
    from collections.abc import Collection

    from fastscaffold.audit.modules import Module, Scope


class States:
    """Finds what ``app.state.name`` is given, wherever that is."""

    def __init__(self, modules: Collection[Module]) -> None:
        self._modules = modules

    def of(self, node: ast.Attribute) -> list[tuple[ast.expr, Scope]]:
        """What ``request.app.state.name`` holds: all that production gives it."""
        return self._given.get(_name(dotted(node) or ""), [])

    @cached_property
    def _given(self) -> dict[str, list[tuple[ast.expr, Scope]]]:
        found: dict[str, list[tuple[ast.expr, Scope]]] = defaultdict(list)
        for module in self._modules:
            if module.is_production:
                scopes: list[Scope] = [module, *module.functions.values()]
                for scope in scopes:
                    for target, values in scope.assigned.items():
                        found[_name(target)] += [(each, scope) for each in values]
        found.pop("", None)
        return dict(found)


def _name(target: str) -> str:
    """The name in a state of something; nothing of what is none, as a state of one's own is."""
    match target.split("."):
        case [("self" | "cls"), "state", _]:
            return ""
        case [_, *_, "state", name]:
            return name
        case _:
            return ""
