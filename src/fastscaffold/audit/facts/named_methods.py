"""Methods that are called on something of no known kind, told by a name that only one has."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts import Facts, Function

_STEPS = 4


def reached_by_name(facts: Facts, functions: Iterable[Function]) -> list[Function]:
    """All that runs when some functions do, through attributes typed ``Any`` as well.

    What holds an instance is often declared before there is one, as a context of the application
    or its state, and says nothing of the class.
    """
    methods = _methods(facts)
    found = facts.callers.reached(functions)
    for _ in range(_STEPS):
        known = set(found)
        named = {
            method
            for function in found
            for call in function.calls
            if isinstance(call.node.func, ast.Attribute) and facts.callers.target(call) is None
            for method in methods.get(call.node.func.attr, ())
        }
        if named <= known:
            break
        found = facts.callers.reached([*found, *named])
    return found


@lru_cache(maxsize=2)
def _methods(facts: Facts) -> dict[str, list[Function]]:
    """The methods of the project whose names no other class uses."""
    found: dict[str, list[Function]] = defaultdict(list)
    for module in facts.production:
        for each in module.classes.values():
            for name, method in each.functions.items():
                found[name].append(method)
    return {name: every for name, every in found.items() if len(every) == 1}
