"""Queries that are sent for each element of a loop, in what runs for a request."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.reads import Reads
from fastscaffold.audit.facts.running.loops import Iterables, is_remembered, loops
from fastscaffold.audit.nodes import names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function
    from fastscaffold.audit.facts.running.loops import Loop
    from fastscaffold.audit.modules import Call

# A request may start them, as it may restore a backup; they run once.
_UNIQUE = re.compile(r"(?i)migrat|seed|fixture|backfill|init_db|initial_data")


@dataclass(frozen=True, slots=True, eq=False)
class RepeatedQuery:
    """A call that asks the database once for each element of a loop."""

    call: Call
    loop: Loop


def in_requests(facts: Facts) -> list[Function]:
    """The functions that run for requests, as far as that can be told."""
    starts: dict[Function, None] = {}
    for route in facts.routes:
        starts[route.function] = None
        for dependency in route.dependencies:
            starts |= dict.fromkeys(dependency.functions)
    found = facts.callers.reached(starts, most=None)
    return [each for each in found if not _UNIQUE.search(each.symbol)]


def repeated_queries(facts: Facts) -> Iterator[RepeatedQuery]:
    """Each such call once, that of the outermost loop."""
    if not any(facts.imports("sqlalchemy", "sqlmodel")):
        return
    reads = Reads(facts)
    iterables = Iterables(facts, reads)
    for function in in_requests(facts):
        seen: set[int] = set()
        calls = {id(each.node): each for each in function.calls}
        for loop in loops(function) if calls else ():
            if loop.ends_early or not iterables.grows(loop.iterated, function):
                continue
            for call in _repeated(loop, calls, reads, function):
                if id(call.node) not in seen:
                    # What a query is put together of is a part of the call that sends it.
                    seen |= {id(each) for each in ast.walk(call.node)}
                    yield RepeatedQuery(call, loop)


def _repeated(
    loop: Loop, calls: dict[int, Call], reads: Reads, function: Function
) -> Iterator[Call]:
    dependent = loop.dependent()
    for node in loop.nodes:
        call = calls.get(id(node))
        if call is None or not names_in(call.node) & dependent:
            continue
        if not reads.by(call, function) or _is_command(loop, call.node):
            continue
        if not is_remembered(loop, call.node):
            yield call


def _is_command(loop: Loop, node: ast.Call) -> bool:
    """Whether nobody wants what a call gives: then it is there for what it does."""
    for each in loop.nodes:
        if isinstance(each, ast.Expr):
            value = each.value.value if isinstance(each.value, ast.Await) else each.value
            if value is node:
                return True
    return False
