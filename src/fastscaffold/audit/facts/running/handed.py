"""Functions that are given to a thread, a pool or a task, as the calls that these make of them."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

# Where the function stands among the arguments.
_PLACES = {
    "*.add_task": 0,
    "*.run_in_executor": 1,
    "*.run_in_threadpool": 0,
    "*.run_sync": 0,
    "*.to_thread": 0,
    "functools.partial": 0,
}


def handed_on(facts: Facts) -> Iterator[Call]:
    """Such calls in production source."""
    yield from run_by(facts).values()


@lru_cache(maxsize=2)
def run_by(facts: Facts) -> dict[ast.Call, Call]:
    """Such calls by those that the functions are given in."""
    found: dict[ast.Call, Call] = {}
    for name, place in _PLACES.items():
        for call in facts.calls(name):
            given = call.node.args
            if len(given) > place and isinstance(given[place], ast.Name | ast.Attribute):
                node = ast.Call(given[place], given[place + 1 :], call.node.keywords)
                made = replace(call, node=ast.copy_location(node, call.node), decorates=None)
                found[call.node] = made
    return found


@lru_cache(maxsize=2)
def handed_to(facts: Facts) -> dict[Function, list[Call]]:
    """Such calls by the function of the project that is given."""
    found: dict[Function, list[Call]] = defaultdict(list)
    for call in handed_on(facts):
        target = facts.callers.target(call)
        if isinstance(target, Function):
            found[target].append(call)
    return found


@lru_cache(maxsize=2)
def handed_by(facts: Facts) -> dict[Function, list[Call]]:
    """Such calls by the function that gives it, and those of tasks that it puts into a queue."""
    found: dict[Function, list[Call]] = defaultdict(list)
    for call in (*handed_on(facts), *_queued(facts)):
        if call.function is not None:
            found[call.function].append(call)
    return found


def _queued(facts: Facts) -> Iterator[Call]:
    """Tasks of Celery and taskiq, as calls: ``store.delay(name)``."""
    for call in facts.calls("*.delay", "*.kiq"):
        if isinstance(call.node.func, ast.Attribute):
            node = ast.Call(call.node.func.value, call.node.args, call.node.keywords)
            yield replace(call, node=ast.copy_location(node, call.node), decorates=None)


def called(facts: Facts, *names: str) -> Iterator[Call]:
    """Calls of some symbols, as ``Facts.calls`` gives them, or by a thread, a pool or a task."""
    yield from facts.calls(*names)
    tails = {name[2:] for name in names if name.startswith("*.")}
    for call in handed_on(facts):
        symbol = facts.index.origin(call)
        if symbol in names or symbol.rpartition(".")[2] in tails:
            yield call
