"""Queues that a task fills, and whose items a generator streams to the client."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.streamed import streamed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Function

_PUTS = frozenset({"put", "put_nowait"})
_GETS = frozenset({"get", "get_nowait"})


def streamed_item(facts: Facts, function: Function, node: ast.AST) -> ast.expr | None:
    """What a call puts into such a queue: ``await queue.put({"error": str(error)})``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=put), args=[item]):
            holder = _holder(function, name) if put in _PUTS else None
            return item if holder is not None and (holder, name) in _queues(facts) else None
        case _:
            return None


@lru_cache(maxsize=2)
def _queues(facts: Facts) -> frozenset[tuple[Function, str]]:
    """The queues, by the functions that make them, which generators that are streamed read."""
    return frozenset(
        (holder, name)
        for function in streamed(facts)
        if any(isinstance(each, ast.Yield) for each in walk(function.node))
        for call in function.calls
        if isinstance(call.node.func, ast.Attribute) and call.node.func.attr in _GETS
        if isinstance(call.node.func.value, ast.Name)
        for name in [call.node.func.value.id]
        if (holder := _holder(function, name)) is not None
        if any(_is_queue(each) for each in holder.assigned[name])
    )


def _holder(function: Function, name: str) -> Function | None:
    """The function around another, or that itself, which gives a name its value."""
    holder: Function | None = function
    while holder is not None and name not in holder.assigned and not holder.takes(name):
        holder = holder.parent
    return holder if holder is not None and name in holder.assigned else None


def _is_queue(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name.endswith("Queue")
        case _:
            return False
