"""Which of several values a name has as shipped, where conditions tell."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.calls import is_development
from fastscaffold.audit.modules import Function, Module
from fastscaffold.audit.nodes import names_in
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.running.callers import Callers
    from fastscaffold.audit.modules import Call, Scope
    from fastscaffold.audit.values import Values


class Shipped:
    """Leaves out what stands in branches that are not taken, or in development only."""

    def __init__(self, values: Values, callers: Callers) -> None:
        self.values = values
        self.callers = callers
        self._branches: dict[int, dict[int, list[tuple[ast.expr, bool]]]] = {}

    def of(self, values: list[ast.expr], holder: Scope) -> list[ast.expr]:
        """Those of some values of a name that count; all, where none does."""
        if len(values) < 2:  # noqa: PLR2004
            return values
        return self.only(values, holder) or values

    def only(self, values: list[ast.expr], holder: Scope) -> list[ast.expr]:
        """Like ``of``; none, where none counts."""
        known = self.conditions(holder)
        return [
            each
            for each in values
            if all(self.may_be(test, taken, holder) for test, taken in known.get(id(each), []))
        ]

    def may_be(self, test: ast.expr, taken: bool, scope: Scope) -> bool:  # noqa: FBT001
        """Whether a condition may turn out that way, settings having their defaults."""
        given = self._is_given(test, scope)
        if given is not None:
            return given is taken
        # What is given anew under a condition does not tell how that turns out.
        is_anew = isinstance(scope, Function) and any(
            each in scope.assigned and scope.takes(each) for each in names_in(test)
        )
        decided = UNKNOWN if is_anew else self.values.fold(test, scope)
        if decided is not UNKNOWN:
            return bool(decided) is taken
        return not (taken and is_development(test))

    def _is_given(self, test: ast.expr, scope: Scope) -> bool | None:
        """How it turns out whether a parameter is there, where each call gives it."""
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                found = self._is_given(inner, scope)
                return None if found is None else not found
            case ast.Compare(
                left=ast.Name() as name,
                ops=[ast.Is() | ast.IsNot() as sign],
                comparators=[ast.Constant(value=None)],
            ):
                found = self._is_given(name, scope)
                return None if found is None else isinstance(sign, ast.IsNot)
            case ast.Name(id=text) if isinstance(scope, Function) and scope.takes(text):
                calls = self.callers.of(scope)
                return all(_gives(call, scope, text) for call in calls) or None if calls else None
            case _:
                return None

    def conditions(self, holder: Scope) -> dict[int, list[tuple[ast.expr, bool]]]:
        """The conditions that each value stands under, by the identity of its node."""
        key = id(holder)
        if key not in self._branches:
            tree = holder.tree if isinstance(holder, Module) else holder.node
            self._branches[key] = dict(_under(tree.body))
        return self._branches[key]


def _gives(call: Call, function: Function, name: str) -> bool:
    """Whether an argument is made by a call, and so is certain to be there."""
    value = call.argument(name, function.position(name))
    made = [value]
    if isinstance(value, ast.Name) and call.function is not None:
        made = [*call.function.assigned.get(value.id, [])] or made
    return all(isinstance(each, ast.Call) for each in made)


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
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return) and tests:
            yield id(node.value), tests
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and tests:
            # What is put into a list.
            yield from ((id(each), tests) for each in node.value.args)
        waiting += [(each, tests) for each in ast.iter_child_nodes(node)]
