"""Generators whose parts are sent to the client one after the other."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

_STREAMS = ("*.StreamingResponse", "*.EventSourceResponse")
# How many calls a generator is handed through: `StreamingResponse(with_pings(events()))`.
_DEPTH = 3


@lru_cache(maxsize=2)
def streamed(facts: Facts) -> frozenset[Function]:
    """The functions that a response streams what they yield of."""
    return frozenset(
        function
        for call in facts.calls(*_STREAMS)
        for given in arguments_of(call.node)[:1]
        for function in _generators(facts, call, given, _DEPTH)
    )


def _generators(facts: Facts, call: Call, node: ast.expr, steps: int) -> Iterator[Function]:
    if steps == 0:
        return
    match node:
        case ast.Name(id=name) if call.function is not None and name in call.function.assigned:
            for value in call.function.assigned[name]:
                yield from _generators(facts, call, value, steps - 1)
        case ast.Call():
            made = facts.index.called(node.func, call.scope)
            owner, _, name = made.rpartition(".")
            function = facts.index.definition(made) or facts.index.method(owner, name)
            if isinstance(function, Function):
                yield function
            for each in arguments_of(node):
                if isinstance(each, ast.Call):
                    yield from _generators(facts, call, each, steps - 1)
        case _:
            pass
