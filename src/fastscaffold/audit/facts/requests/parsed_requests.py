"""Requests whose bodies a library takes apart, in a way that the project does not show."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.facts.running.handed_names import handed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Function

# Whose body it is. What stands in a token, or is of a user, is only looked up with the request.
_OF_REQUESTS = r"((request|http|post(ed)?|raw|json|form|multipart|body|input|payload|incoming)s?_?)"
_PARSES = re.compile(
    r"(?i)^(?!.*(auth|claim|cookie|header|jwt|query|session|token))("
    r"(parse|read|extract|decode)_?(\w+_)?(request|body|json|payload|form)|from_form_?data"
    rf"|(get|load)_?{_OF_REQUESTS}*(body|json|payload|form)"
    rf"|(get|load)_?{_OF_REQUESTS}+data|(parse|read|extract|decode)_?{_OF_REQUESTS}*data)$"
)
_MAX_STEPS = 3


def parsed_elsewhere(facts: Facts) -> Iterator[Place]:
    """Where a request is given to something outside of the project that is named after parsing."""
    for route in facts.routes:
        if not route.takes_body:
            continue
        for parameter in route.parameters:
            if parameter.kind == "request":
                yield from _given(facts, route.function, parameter.name, _MAX_STEPS)


def _given(facts: Facts, function: Function, name: str, steps: int) -> Iterator[Place]:
    for call in function.calls if steps else ():
        if not any(isinstance(each, ast.Name) and each.id == name for each in call.node.args):
            continue
        if facts.callers.target(call) is None and _is_parser(facts, call):
            yield at_call(call, "a library takes the body apart")
        for helper, parameter in handed(facts.callers, call, name):
            yield from _given(facts, helper, parameter, steps - 1)


def _is_parser(facts: Facts, call: Call) -> bool:
    origin = facts.index.origin(call)
    module = origin.partition(".")[0]
    # Of what the source does not say, nothing is known at all.
    return module not in {"?", ""} and _PARSES.search(origin.rpartition(".")[2]) is not None
