"""Which functions run for what is given to be called: a name, an object, what a maker returns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.nodes import call_of
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

# Names that hold what makers return, which others made.
_MAX_STEPS = 4


def run_for(
    facts: Facts, node: ast.expr | None, scope: Scope, steps: int = _MAX_STEPS
) -> Iterator[Function]:
    """What runs for an expression: a function, a method, an object, or what a maker returns."""
    if node is None or not steps:
        return
    if isinstance(node, ast.Call):
        maker = _target(facts, node.func, scope)
        if facts.index.called(node.func, scope) == "functools.partial":
            yield from run_for(facts, node.args[0] if node.args else None, scope, steps - 1)
        elif isinstance(maker, Function) and maker.name != "__init__":
            for value in returned(maker):
                yield from run_for(facts, value, maker, steps - 1)
        else:
            yield from _called(facts, node, scope)
        return
    named = _target(facts, node, scope)
    if isinstance(named, Function):
        yield named
        return
    values = facts.index.values_of(facts.index.symbol(node, scope))
    if isinstance(node, ast.Name) and isinstance(scope, Function) and node.id in scope.assigned:
        values = [(each, scope) for each in scope.assigned[node.id]]
    found = [one for each in values for one in run_for(facts, *each, steps - 1)]
    yield from found or _called(facts, node, scope)


def _target(facts: Facts, node: ast.expr, scope: Scope) -> Function | Class | None:
    return facts.callers.target(call_of(ast.copy_location(ast.Call(node, [], []), node), scope))


def _called(facts: Facts, node: ast.expr, scope: Scope) -> Iterator[Function]:
    """How the class of an object has it called, and what that may hand on to."""
    method = facts.index.method(facts.index.kind(node, scope), "__call__")
    if method is not None:
        yield method
        reached = facts.callers.reached([method])
        yield from (each for each in reached[1:] if each.owner is method.owner)
