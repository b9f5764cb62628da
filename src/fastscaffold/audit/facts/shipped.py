"""Which of several values a name has as shipped, where conditions tell."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origin_calls import is_development
from fastscaffold.audit.modules import Module
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.modules import Scope
    from fastscaffold.audit.values import Values


class Shipped:
    """Leaves out what stands in branches that are not taken, or in development only."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self._branches: dict[int, dict[int, list[tuple[ast.expr, bool]]]] = {}

    def of(self, values: list[ast.expr], holder: Scope) -> list[ast.expr]:
        """Those of some values of a name that count; all, where none does."""
        if len(values) < 2:  # noqa: PLR2004
            return values
        known = self._conditions(holder)
        kept = [
            each
            for each in values
            if all(self.may_be(test, taken, holder) for test, taken in known.get(id(each), []))
        ]
        return kept or values

    def may_be(self, test: ast.expr, taken: bool, scope: Scope) -> bool:  # noqa: FBT001
        """Whether a condition may turn out that way, settings having their defaults."""
        decided = self.values.fold(test, scope)
        if decided is not UNKNOWN:
            return bool(decided) is taken
        return not (taken and is_development(test))

    def _conditions(self, holder: Scope) -> dict[int, list[tuple[ast.expr, bool]]]:
        """The conditions that each value stands under, by the identity of its node."""
        key = id(holder)
        if key not in self._branches:
            tree = holder.tree if isinstance(holder, Module) else holder.node
            self._branches[key] = dict(_under(tree.body))
        return self._branches[key]


def _under(body: list[ast.stmt]) -> Iterator[tuple[int, list[tuple[ast.expr, bool]]]]:
    waiting: list[tuple[ast.AST, list[tuple[ast.expr, bool]]]] = [(each, []) for each in body]
    while waiting:
        node, tests = waiting.pop()
        if isinstance(node, SCOPES):
            continue
        if isinstance(node, ast.If):
            waiting += [(each, [*tests, (node.test, True)]) for each in node.body]
            waiting += [(each, [*tests, (node.test, False)]) for each in node.orelse]
            continue
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Return) and tests:
            yield id(node.value), tests
        waiting += [(each, tests) for each in ast.iter_child_nodes(node)]
