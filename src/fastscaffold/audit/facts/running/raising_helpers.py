"""Functions of a project that answer with an error for their callers."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import HTTP
from fastscaffold.audit.facts.lists.held_rows import called_function, passed
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.nodes import names_in

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Function

_CODES = frozenset({"headers", "status_code"})


def told_to_helper(facts: Facts, function: Function, call: ast.Call) -> list[ast.expr]:
    """What a call gives a function that raises an ``HTTPException`` with it."""
    helper = called_function(facts, call, function)
    names = _told(facts, helper) if helper is not None else frozenset[str]()
    if helper is None or not names:
        return []
    told = [value for name, value in passed(call, helper) if name in names]
    # Of an exception that is given as it is, the helper decides what it says.
    caught = {each.name for each in own_nodes(function) if isinstance(each, ast.ExceptHandler)}
    return [each for each in told if not (isinstance(each, ast.Name) and each.id in caught)]


@lru_cache(maxsize=2048)
def _told(facts: Facts, helper: Function) -> frozenset[str]:
    """The parameters that stand in what a function raises."""
    found: set[str] = set()
    for node in own_nodes(helper):
        match node:
            case ast.Raise(exc=ast.Call(args=[*args], keywords=keywords) as made):
                if facts.index.is_a(facts.index.kind(made, helper), HTTP):
                    told = [each.value for each in keywords if each.arg not in _CODES]
                    found |= {name for each in (*args[1:], *told) for name in names_in(each)}
            case _:
                pass
    given = [value for name in found for value in helper.assigned.get(name, [])]
    found |= {name for value in given for name in names_in(value)}
    return frozenset(name for name in found if helper.takes(name))
