"""Where uploads, and bodies that come in pieces, are taken in however large they are."""

from __future__ import annotations

import ast
import re
from functools import partial
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import depended_on
from fastscaffold.audit.facts.requests.body_limits import (
    LIMITER,
    bounded_routes,
    is_bounded_everywhere,
    refuses_length,
)
from fastscaffold.audit.facts.requests.counted_reads import counts
from fastscaffold.audit.facts.running.bounds import bounds
from fastscaffold.audit.facts.running.handed import handed_to
from fastscaffold.audit.facts.uploads.measures import Sizes
from fastscaffold.audit.facts.uploads.reads import first_read
from fastscaffold.audit.facts.uploads.uploads import Uploads
from fastscaffold.audit.modules import Function, called_name
from fastscaffold.audit.nodes import arguments_of, mentions
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

_LENGTH = re.compile(r"content.length", re.IGNORECASE)
MAX_FUNCTIONS = 3


def unbounded_uploads(facts: Facts) -> Iterator[tuple[Function, ast.expr]]:
    """The first place of each function at which one is, unless something before has a limit."""
    found = [
        (function, node)
        for module in facts.production
        for function in module.functions.values()
        if (node := first_read(facts, function)) is not None
        and _is_run(facts, function)
        and not _has_limit(facts, function, node)
    ]
    if not found or is_bounded_everywhere(facts):
        return
    bounded = bounded_routes(facts)
    others = [each.function for each in facts.routes if each not in bounded]
    # What only routes with a limit run has one.
    run = set(facts.callers.reached(others, most=None)) if bounded else set[Function]()
    yield from (each for each in found if not bounded or each[0] in run)


def _is_run(facts: Facts, function: Function) -> bool:
    """Whether a route runs it, or something calls it; of others, nobody can tell what is before."""
    return function in _served(facts) or bool(_calls_of(facts, function))


def _calls_of(facts: Facts, function: Function) -> list[Call]:
    """What calls a function, or has a thread or a task call it."""
    return [*facts.callers.of(function), *handed_to(facts).get(function, ())]


def _served(facts: Facts) -> set[Function]:
    return {route.function for route in facts.routes} | set(depended_on(facts))


def _has_limit(facts: Facts, function: Function, read: ast.expr) -> bool:
    """Whether the function, what it depends on, or all that call it look at the size before."""
    if _measures(facts, function, read.lineno, MAX_FUNCTIONS):
        return True
    for route in facts.routes:
        if route.function is function:
            depended = [each for one in route.dependencies for each in one.functions]
            if refuses_length(*depended):
                return True
    calls = _calls_of(facts, function)
    return bool(calls) and all(_measured_before(facts, call) for call in calls)


def _measured_before(facts: Facts, call: Call) -> bool:
    caller = call.function
    return caller is not None and _measures(facts, caller, call.node.lineno, MAX_FUNCTIONS)


def _measures(facts: Facts, function: Function, line: int, steps: int) -> bool:
    """Whether what stands before a line compares a size, or has it compared."""
    nodes = list(inside(function.node))
    if refuses_length(function) or _is_declared(function, nodes) or counts(nodes):
        return True
    sizes = Sizes(facts, function)
    if any(
        isinstance(each, ast.Compare) and bounds(each, nodes, sizes.holds)
        for each in nodes
        if getattr(each, "lineno", line) <= line
    ):
        return True
    return steps > 0 and any(
        call.node.lineno <= line and _is_measured_by(facts, function, call, steps)
        for call in function.calls
    )


def _is_measured_by(facts: Facts, function: Function, call: Call, steps: int) -> bool:
    """Whether a function that is given an upload, or its size, looks at that."""
    given = arguments_of(call.node)
    uploads, sizes = Uploads(facts, function), Sizes(facts, function)
    if not any(uploads.holds(each) or sizes.holds(each) for each in given):
        return False
    # Run in a thread, a function is what is given first.
    handed = (facts.index.function_of(each, function) for each in given)
    target = facts.callers.target(call) or next(filter(None, handed), None)
    if isinstance(target, Function):
        end = target.node.end_lineno or target.node.lineno
        read = first_read(facts, target)
        return _measures(facts, target, end if read is None else read.lineno, steps - 1)
    return bool(LIMITER.search(called_name(call.node)))


def _is_declared(function: Function, nodes: list[ast.AST]) -> bool:
    """Whether a parameter is the length of the body, and has a limit."""
    for argument, default in function.parameters():
        if not _LENGTH.search(argument.arg):
            continue
        told = [*walk(argument), *(walk(default) if default is not None else ())]
        if any(isinstance(each, ast.keyword) and each.arg in {"le", "lt"} for each in told):
            return True
        name = {argument.arg}
        if any(
            isinstance(each, ast.Compare) and bounds(each, nodes, partial(mentions, names=name))
            for each in nodes
        ):
            return True
    return False
