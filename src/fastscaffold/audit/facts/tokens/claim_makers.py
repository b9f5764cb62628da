"""Objects whose methods write claims down, and where they are made."""

from __future__ import annotations

import ast
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.origin import Name
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import unsubscripted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope


@dataclass(frozen=True, slots=True)
class Made:
    """Where an object is made: the call, its class, and the names on the way to it."""

    call: ast.Call
    of: Class
    scope: Scope
    trail: tuple[Name, ...]


def makers(
    facts: Facts, node: ast.expr, scope: Scope, trail: tuple[Name, ...], steps: int
) -> Iterator[Made]:
    """Where the object is made that a name of a function stands for."""
    # No expression is gone through twice, the nearest first: names may be given each other.
    seen: set[int] = set()
    waiting = deque([(node, scope, trail, steps)])
    while waiting:
        each, holder, passed, left = waiting.popleft()
        if id(each) in seen:
            continue
        seen.add(id(each))
        match each:
            case ast.Call():
                made = facts.index.class_of(unsubscripted(each.func), holder)
                if made is not None:
                    yield Made(each, made, holder, passed)
            case ast.Name(id=name) if isinstance(holder, Function) and left:
                for value in holder.assigned.get(name, []):
                    waiting.append((value, holder, passed, left - 1))
                for given, caller, further in arguments(facts, name, holder, passed):
                    if given is not None:
                        waiting.append((given, caller, further, left - 1))
            case _:
                pass


def arguments(
    facts: Facts, name: str, function: Function, trail: tuple[Name, ...]
) -> Iterator[tuple[ast.expr | None, Scope, tuple[Name, ...]]]:
    """What callers give for a parameter."""
    if not function.takes(name):
        return
    for call in facts.callers.of(function):
        caller = (Name(call.function.name, 2),) if call.function is not None else ()
        yield call.argument(name, function.position(name)), call.scope, (*trail, *caller)
