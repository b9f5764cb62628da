"""Statements of SQLAlchemy that a function builds, and what it gives them to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import is_table
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Scope

_BUILDING = frozenset({"delete", "exists", "insert", "select", "text", "union", "update"})
_LIBRARIES = frozenset({"sqlalchemy", "sqlmodel"})
_GIVEN = frozenset(
    {
        *("exec", "execute", "execute_many", "fetch_all", "fetch_one", "fetch_val", "iterate"),
        *("scalar", "scalar_one", "scalar_one_or_none", "scalars", "stream", "stream_scalars"),
    }
)
_MAX_STEPS = 24


def sends_built(facts: Facts, call: Call) -> bool:
    """Whether something that nobody knows is given a statement, or a model to query.

    What it is given tells what it is: a session that comes from out of the project.
    """
    called = call.node.func
    if not isinstance(called, ast.Attribute) or not (call.node.args or call.node.keywords):
        return False
    first = arguments_of(call.node)[0]
    if called.attr in _GIVEN:
        return is_built(facts, first, call.scope)
    return called.attr == "query" and is_model(facts, first, call.scope)


def is_model(facts: Facts, node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is a table, or a column of one."""
    named = [node, node.value] if isinstance(node, ast.Attribute) else [node]
    found = [facts.index.class_of(each, scope) for each in named]
    return any(isinstance(each, Class) and is_table(facts.index, each) for each in found)


def is_built(facts: Facts, node: ast.expr | None, scope: Scope, steps: int = _MAX_STEPS) -> bool:
    """Whether an expression is a statement: ``select(Item).where(...)``, or a name of one."""
    if steps <= 0:
        return False
    match node:
        case ast.Call(func=function):
            symbol = facts.index.symbol(function, scope) or ""
            if symbol.partition(".")[0] in _LIBRARIES and symbol.rpartition(".")[2] in _BUILDING:
                return True
            inner = function.value if isinstance(function, ast.Attribute) else None
            return is_built(facts, inner, scope, steps - 1)
        case ast.Name(id=name) if isinstance(scope, Function) and name in scope.assigned:
            # `query = query.where(...)` says nothing that the first one did not.
            return is_built(facts, scope.assigned[name][0], scope, steps - 1)
        case _:
            return False
