"""Which status codes a route answers with, where the source decides it."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import failures
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from fastscaffold.audit.facts import Facts, Function, Route
    from fastscaffold.audit.facts.errors.failures import Raised
    from fastscaffold.audit.modules import Scope

_NAMED = re.compile(r"HTTP_(\d{3})(_|$)")
_ATTRIBUTES = ("status_code", "status", "http_status", "code")


def status_of(facts: Facts, node: ast.expr | None, scope: Scope) -> int | None:
    """The number of a status: a literal, ``status.HTTP_…`` or a member of ``HTTPStatus``."""
    if node is None:
        return None
    folded = facts.values.fold(node, scope)
    if isinstance(folded, int) and not isinstance(folded, bool):
        return int(folded)
    symbol = facts.index.symbol(node, scope) or unparsed(node)
    last = symbol.rpartition(".")[2]
    named = _NAMED.match(last)
    if named is not None:
        return int(named.group(1))
    if "HTTPStatus." in symbol and last in HTTPStatus.__members__:
        return int(HTTPStatus[last])
    return None


def success(facts: Facts, route: Route) -> int | None:
    """The status of a route that succeeds; None where the endpoint decides that itself."""
    for node in walk(route.function.node):
        match node:
            case ast.Assign(targets=[ast.Attribute(attr="status_code")]):
                return None
            case ast.Return(value=ast.Call(func=function)):
                made = facts.index.called(function, route.function).rpartition(".")[2]
                if made.endswith("Response"):
                    return None
            case _:
                pass
    given = route.call.argument("status_code")
    if given is None:
        return int(HTTPStatus.OK)
    return status_of(facts, given, route.call.function or route.call.module)


def refusals(
    facts: Facts, functions: Iterable[Function], inside: Collection[Function] | None = None
) -> set[int | None]:
    """The statuses of all errors that some functions may raise; None for those not known.

    Args:
        facts: of the project.
        functions: with all that runs when they do.
        inside: of these, those that count; all by default.
    """
    reached = facts.callers.reached(functions)
    raised = _raised_by(facts)
    return {
        raised_status(facts, each)
        for function in reached
        if inside is None or function in inside
        for each in raised.get(function, ())
    }


def raised_status(facts: Facts, raised: Raised) -> int | None:
    """The status that an error is answered with."""
    exc = raised.node.exc
    if isinstance(exc, ast.Call) and raised.is_http:
        given = next((each.value for each in exc.keywords if each.arg == "status_code"), None)
        if given is None and exc.args and not raised.is_own:
            given = exc.args[0]
        status = status_of(facts, given, raised.function)
        if status is not None:
            return status
    for name in _ATTRIBUTES:
        status = _attribute(facts, raised.symbol, name)
        if status is not None:
            return status
    return None


def _attribute(facts: Facts, symbol: str, name: str) -> int | None:
    for ancestor in facts.index.ancestors(symbol):
        for value, holder in facts.index.values_of(f"{ancestor}.{name}"):
            return status_of(facts, value, holder)
    return None


@lru_cache(maxsize=2)
def _raised_by(facts: Facts) -> dict[Function, list[Raised]]:
    found: dict[Function, list[Raised]] = {}
    for each in failures(facts).raised:
        if not each.is_http and not each.is_own:
            continue
        found.setdefault(each.function, []).append(each)
    return found
