"""What a route says in ``responses`` that it answers with where it makes the response itself."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import entries

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.facts.origins.followed import Placed

_SUCCESSES = frozenset(str(each) for each in range(200, 300))


def described_answer(facts: Facts, route: Route) -> Placed | None:
    """The model of a success: ``responses={200: {"model": Items}}``."""
    scope = route.call.function or route.call.module
    match route.call.argument("responses"):
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                status = facts.values.fold(key, scope)
                described = entries(facts, value, scope) or {}
                if str(status) in _SUCCESSES and "model" in described:
                    return described["model"]
        case _:
            pass
    return None
