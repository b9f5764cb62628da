"""What a route needs to answer, and what it answers of what it was sent."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.statuses import refusals
from fastscaffold.generators.tests_of_routes.samples import is_echoed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.facts.requests.input_types import Input
    from fastscaffold.audit.facts.requests.inputs import Inputs
    from fastscaffold.generators.tests_of_routes.bodies import Sent

_ASKS_WHO = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
# Actions such as ``/orders/{id}/restore``, whose names say that something else comes first.
_UNDOES = re.compile(r"\}/(un|re)[a-z]+$")


def state_asked(route: Route, facts: Facts, inputs: Inputs) -> str:
    """Why what is there may not be in the state that a route asks for."""
    if _UNDOES.search(route.path):
        return f"what `{route.function.name}` works on; something was done to it before"
    reached = [
        function
        for function in facts.callers.reached([route.function])
        if not inputs.is_trusted(function)
    ]
    others = {
        status for status in refusals(facts, reached, inside=reached) if status not in _ASKS_WHO
    }
    if not others:
        return ""
    shown = ", ".join(sorted(str(each) if each else "an error" for each in others))
    return f"what `{route.function.name}` works on; it may answer {shown}"


def echoed(sent: Sent | None, told: Mapping[str, Input]) -> Iterator[str]:
    """Names of what is answered as it was sent."""
    if sent is None:
        return
    for each in sent.value.fields:
        answer = told.get(each.name)
        if (
            each.name in sent.names
            and answer is not None
            and answer.kind == each.value.kind
            and is_echoed(each.value)
            and is_echoed(answer)
        ):
            yield each.name
