"""Middleware that may turn requests away for who sends them."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.statuses import refusals, status_of
from fastscaffold.audit.facts.limits.refused import aside
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.middleware import Middleware
    from fastscaffold.audit.modules import Function

_STATUSES = frozenset({int(HTTPStatus.UNAUTHORIZED), int(HTTPStatus.FORBIDDEN)})
# Of packages, whose source is not read.
_NAMED = re.compile(r"(?i)auth(?!or(?!i))|jwt|login|keycloak|token")
_RAISED = re.compile(r"starlette\..*\.AuthenticationError")


@lru_cache(maxsize=2)
def refusing(facts: Facts) -> list[Middleware]:
    """Middleware in force that answers 401 or 403, or of which that is to be expected."""
    return [
        each for each in facts.middleware if not each.in_development and _may_refuse(facts, each)
    ]


def _may_refuse(facts: Facts, middleware: Middleware) -> bool:
    if not middleware.functions:
        return _NAMED.search(middleware.name) is not None
    run = facts.callers.reached(middleware.functions)
    return not _STATUSES.isdisjoint(refusals(facts, run)) or any(
        _answers(facts, function) for function in run
    )


def _answers(facts: Facts, function: Function) -> bool:
    """Whether a function answers with one of the statuses, or raises what starlette refuses by."""
    looked_at = aside(function.node)
    raised = [each.exc for each in walk(function.node, ast.Raise)]
    symbols = (
        facts.index.symbol(each.func if isinstance(each, ast.Call) else each, function) or ""
        for each in raised
    )
    return any(_RAISED.fullmatch(each) for each in symbols) or any(
        id(node) not in looked_at and status_of(facts, node, function) in _STATUSES
        for node in walk(function.node)
        if isinstance(node, ast.Constant | ast.Attribute)
    )
