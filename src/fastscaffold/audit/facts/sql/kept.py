"""What is kept of a request for whoever asks later: in its state, or in a context variable."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.sql.given import GivenValues
from fastscaffold.audit.modules import last_called

if TYPE_CHECKING:
    from fastscaffold.audit.modules import Scope


class KeptValues(GivenValues):
    """Follows what a request says, or has kept, to where it is taken out again."""

    def _is_said(self, node: ast.expr, scope: Scope) -> bool:
        """Whether something is taken out of the headers, the query or the cookies of a request."""
        match node:
            case ast.Subscript(value=ast.Attribute() as held):
                pass
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute() as held, attr="get" | "getlist")
            ):
                pass
            case _:
                return False
        return self._requests.mapping(held, scope) is not None

    def _kept_by(self, node: ast.expr, scope: Scope) -> list[tuple[ast.expr, Scope]] | None:
        """What a state or a context variable is given; None for anything else."""
        match node:
            case ast.Call(func=ast.Attribute(value=held, attr="get"), args=[]):
                return self._set_for(held, scope)
            case ast.Attribute():
                stem = _stem_in_state(node)
                return None if stem is None else self.facts.index.in_state(stem)
            case _:
                return None

    def _set_for(self, held: ast.expr, scope: Scope) -> list[tuple[ast.expr, Scope]] | None:
        index = self.facts.index
        variable = index.symbol(held, scope)
        made = [each for each, _ in index.values_of(variable)]
        if not any(
            isinstance(each, ast.Call) and last_called(each) == "ContextVar" for each in made
        ):
            return None
        return [
            (call.node.args[0], call.scope)
            for call in self.facts.calls("*.set")
            if isinstance(call.node.func, ast.Attribute)
            and call.node.args
            and index.symbol(call.node.func.value, call.scope) == variable
        ]


def _stem_in_state(node: ast.expr) -> ast.Attribute | None:
    """What of a state an attribute is, or is of: ``request.state.user`` of one of its fields."""
    while isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Attribute) and node.value.attr == "state":
            return node
        node = node.value
    return None
