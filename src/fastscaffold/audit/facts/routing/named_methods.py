"""Methods that are called on something of no known kind, told by a name that only one has."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import dotted, last_called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts import Facts, Function
    from fastscaffold.audit.modules import Call

_STEPS = 4
# Methods of texts, mappings and sessions: their names tell nothing of the class.
_COMMON = frozenset(
    {
        *(name for kind in (str, bytes, dict, list, set) for name in dir(kind)),
        *("add", "all", "close", "commit", "connect", "delete", "execute", "fetch", "filter"),
        *("first", "flush", "json", "load", "one", "open", "post", "put", "query", "read"),
        *("refresh", "rollback", "run", "save", "scalar", "scalars", "send", "set", "write"),
    }
)


def reached_by_name(facts: Facts, functions: Iterable[Function]) -> list[Function]:
    """All that runs when some functions do, through attributes typed ``Any`` as well.

    What holds an instance is often declared before there is one, as a context of the application
    or its state, and says nothing of the class.
    """
    found = facts.callers.reached(functions)
    for _ in range(_STEPS):
        known = set(found)
        named = {
            method
            for function in found
            for call in function.calls
            if facts.callers.target(call) is None
            if (method := method_by_name(facts, call)) is not None
        }
        if named <= known:
            break
        found = facts.callers.reached([*found, *named])
    return found


def method_by_name(facts: Facts, call: Call) -> Function | None:
    """The method that a call of what a name holds may run: no other class has one of its name."""
    return _methods(facts).get(last_called(call.node)) if _is_of_held(call) else None


def _is_of_held(call: Call) -> bool:
    """Whether a method is called on what a name holds, and not on what was just made."""
    called = call.node.func
    return isinstance(called, ast.Attribute) and dotted(called) is not None


@lru_cache(maxsize=2)
def _methods(facts: Facts) -> dict[str, Function]:
    """The methods of the project whose names no other class uses."""
    found: dict[str, list[Function]] = defaultdict(list)
    for module in facts.production:
        for each in module.classes.values():
            for name, method in each.functions.items():
                found[name].append(method)
    alone = {name: every[0] for name, every in found.items() if len(every) == 1}
    return {name: method for name, method in alone.items() if name not in _COMMON}
