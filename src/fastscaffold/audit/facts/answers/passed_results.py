"""Functions whose results, or parts of them, routes answer with, and what stands in those."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fastscaffold.audit.facts.answers.parts import Part, handed_on, inner_parts
from fastscaffold.audit.facts.errors.failures import HTTP
from fastscaffold.audit.facts.lists.held_rows import called_function, passed
from fastscaffold.audit.facts.routing.mcp_tools import mcp_tools
from fastscaffold.audit.facts.routing.named_methods import method_by_name
from fastscaffold.audit.facts.running.handed import run_by
from fastscaffold.audit.facts.walking import own_nodes, returned, unpacked
from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import arguments_of, names_in
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fastscaffold.audit.facts import Facts

_DEPTH = 3
_STEPS = 2


class _Result(NamedTuple):
    """What a function returns, or what stands there under a key."""

    function: Function
    key: str | None


def passed_on(facts: Facts) -> frozenset[Function]:
    """Functions whose whole results routes answer with, or errors of HTTP tell."""
    return frozenset(each for each, keys in _passed_on(facts).items() if None in keys)


def answered_parts(facts: Facts, function: Function, value: ast.expr) -> list[ast.expr]:
    """What of a value that a function returns is answered with, where that is a part of it.

    In the order of the source.
    """
    keys = _passed_on(facts).get(function, frozenset())
    parts = (part for key in keys if key for part in _under(facts, function, value, key, _STEPS))
    return sorted(parts, key=lambda part: (part.lineno, part.col_offset))


@lru_cache(maxsize=2)
def _passed_on(facts: Facts) -> Mapping[Function, frozenset[str | None]]:
    """Such functions with the keys of what is answered with; ``None`` is one for all of it."""
    found: dict[Function, set[str | None]] = defaultdict(set)
    endpoints = [route.function for route in facts.routes if not route.is_websocket]
    waiting = {_Result(each, None) for each in [*endpoints, *mcp_tools(facts)]}
    for step in range(_DEPTH):
        called = {each for result in waiting for each in _results(facts, result)}
        if step == 0:
            called |= _told_of_failures(facts)
        waiting = {each for each in called if each.key not in found[each.function]}
        for each in waiting:
            found[each.function].add(each.key)
    return {function: frozenset(keys) for function, keys in found.items()}


def _told_of_failures(facts: Facts) -> set[_Result]:
    """Functions with whose results errors of HTTP are made, as ``detail=result["error"]`` is."""
    return {
        each
        for module in facts.production
        for function in module.functions.values()
        for node in own_nodes(function, ast.Raise)
        if isinstance(node.exc, ast.Call)
        if facts.index.is_a(facts.index.kind(node.exc, function), HTTP)
        for each in _results(facts, _Result(function, None), arguments_of(node.exc))
        # What is given the exception is judged where that is caught.
        if not _takes_exception(facts, each.function)
    }


def _takes_exception(facts: Facts, function: Function) -> bool:
    symbols = [
        facts.index.annotated(argument.annotation, function.module) or ""
        for argument, _ in function.parameters()
    ]
    return any(each.endswith(("Error", "Exception")) for each in symbols)


def _results(
    facts: Facts, result: _Result, values: Iterable[ast.expr] | None = None
) -> Iterator[_Result]:
    """What of the project a result is made of, or some values of its function are."""
    function, key = result
    calls = {call.node: run_by(facts).get(call.node, call) for call in function.calls}
    for value in returned(function) if values is None else values:
        # `succeeded, message = send()`
        names = [each.id for each in walk(value) if isinstance(each, ast.Name)]
        names = [each for each in names if each not in function.assigned]
        parts = [Part(call) for name in names for call, _ in unpacked(function, name)]
        for part in (*handed_on(function, value, key), *parts):
            call = calls.get(part.node)  # type: ignore[call-overload]
            target = facts.callers.target(call) if call is not None else None
            if call is not None and target is None:
                target = method_by_name(facts, call)
            if isinstance(target, Function):
                yield _Result(target, part.key)


def _under(
    facts: Facts, function: Function, value: ast.expr, key: str, steps: int
) -> Iterator[ast.expr]:
    """What stands in a value under a key, be it put there by what makes the value."""
    waiting = [Part(value, key=key)]
    seen: set[int] = set()
    while waiting:
        part = waiting.pop()
        if part.key is None:
            yield part.node
        elif id(part.node) not in seen:
            seen.add(id(part.node))
            waiting += inner_parts(function, part)
            if isinstance(part.node, ast.Call) and steps:
                yield from _given_to_maker(facts, function, part.node, part.key, steps)


def _given_to_maker(
    facts: Facts, function: Function, call: ast.Call, key: str, steps: int
) -> Iterator[ast.expr]:
    """The arguments of a call that a function of the project returns under a key."""
    maker = called_function(facts, call, function)
    if maker is None:
        return
    told = {
        name
        for value in returned(maker)
        for part in _under(facts, maker, value, key, steps - 1)
        for name in names_in(part)
    }
    yield from (each for name, each in passed(call, maker) if name in told)
