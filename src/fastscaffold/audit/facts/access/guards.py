"""Which dependencies of a route ask who sends the request, and how they refuse."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.schemes import decided_by_switch, is_scheme, is_strict_scheme
from fastscaffold.audit.facts.answers.statuses import refusals
from fastscaffold.audit.facts.routing.dependencies import Resolver
from fastscaffold.audit.facts.routing.overridden import overriding
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts, Function, Route
    from fastscaffold.audit.facts.routing.dependencies import Dependency

_MARKERS = frozenset({"Header"})


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """A dependency that lets nobody pass who brings no credentials.

    Attributes:
        dependency: the one that the route or its router names.
        status: the answer to a request without credentials; None where it is 401 or 403, as the
            version of FastAPI has it.
        header: the one that credentials stand in, where it is named.
        functions: all that run for it.
        is_used: whether the endpoint works with what it gives.
    """

    dependency: Dependency
    status: int | None
    header: str | None
    functions: tuple[Function, ...]
    is_used: bool


@lru_cache(maxsize=2)
def depended_on(facts: Facts) -> dict[Function, None]:
    """All that runs because a route depends on it, in the order of the routes.

    With what the application puts in its place.
    """
    return run_for(facts, (each for route in facts.routes for each in route.dependencies))


def run_for(facts: Facts, dependencies: Iterable[Dependency]) -> dict[Function, None]:
    """What runs for some dependencies, with what the application puts in its place."""
    found = {function: None for each in dependencies for function in each.functions}
    symbols = {each.symbol for each in found}
    return found | {given: None for named, given in _overriding(facts) if named in symbols}


@lru_cache(maxsize=2)
def _overriding(facts: Facts) -> list[tuple[str, Function]]:
    return list(overriding(facts))


def guards(facts: Facts, route: Route) -> list[Guard]:
    """The guards of a route; what they depend on themselves is no guard of its own."""
    resolver = Resolver(facts.index)
    inner: set[int] = set()
    found: list[Guard] = []
    for dependency in route.dependencies:
        if id(dependency.call) in inner:
            continue
        chain = resolver.expanded([dependency])
        guard = _guard(facts, route, dependency, chain)
        if guard is not None:
            inner |= {id(each.call) for each in chain}
            found.append(guard)
    return found


def _guard(
    facts: Facts, route: Route, dependency: Dependency, chain: list[Dependency]
) -> Guard | None:
    functions = tuple(function for each in chain for function in each.functions)
    refusing = [
        function for each in chain for function in each.functions if _refuses(facts, function, each)
    ]
    strict = any(is_strict_scheme(facts, each) for each in chain)
    if not strict and not refusing:
        return None
    headers = [each for function in refusing for each in _headers(facts, function)]
    header, is_required = headers[0] if headers else (None, False)
    status: int | None = None
    if is_required:
        status = int(HTTPStatus.UNPROCESSABLE_ENTITY)
    elif not strict:
        statuses = {
            each
            for function in refusing
            for each in refusals(facts, [function])
            if each in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        }
        status = min(each for each in statuses if each is not None)
    return Guard(dependency, status, header, functions, _is_used(facts, route, dependency))


def _refuses(facts: Facts, function: Function, dependency: Dependency) -> bool:
    """Whether a function turns away whoever brings nothing, and never lets them pass as nobody."""
    statuses = refusals(facts, [function])
    is_own = is_scheme(facts, dependency.symbol)
    if HTTPStatus.UNAUTHORIZED not in statuses and not (
        HTTPStatus.FORBIDDEN in statuses and (is_own or _reads_credentials(facts, function))
    ):
        return False
    if is_own and (switched := decided_by_switch(facts, dependency, function)) is not None:
        return switched
    given = [node.value for node in walk(function.node) if isinstance(node, ast.Return)]
    returned = function.node.returns
    # What gives nothing anyway ends early where the credentials are right.
    gives = not _is_none(returned) if returned else not all(map(_is_none, given))
    return not (gives and any(map(_is_none, given)))


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _reads_credentials(facts: Facts, function: Function) -> bool:
    for dependency in Resolver(facts.index).of_function(function):
        if is_scheme(facts, dependency.symbol):
            return True
    return any(
        _marker(facts, function, argument, default) for argument, default in _given(function)
    )


def _given(function: Function) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    return function.parameters()


def _headers(facts: Facts, function: Function) -> Iterator[tuple[str, bool]]:
    """The headers that a function reads, and whether a request is not valid without."""
    for argument, default in function.parameters():
        marker = _marker(facts, function, argument, default)
        if marker is None:
            continue
        given = [each.value for each in marker.keywords if each.arg == "alias"]
        alias = facts.values.text(given[0], function.module) if given else None
        name = alias or argument.arg.replace("_", "-")
        yield name, not _is_optional(argument, default, marker)


def _is_optional(argument: ast.arg, default: ast.expr | None, marker: ast.Call) -> bool:
    if argument.annotation is not None and "None" in unparsed(argument.annotation):
        return True
    if any(each.arg in {"default", "default_factory"} for each in marker.keywords):
        return True
    first = marker.args[0] if default is marker and marker.args else None
    if first is not None:
        return not (isinstance(first, ast.Constant) and first.value is ...)
    return default is not None and default is not marker


def _marker(
    facts: Facts, function: Function, argument: ast.arg, default: ast.expr | None
) -> ast.Call | None:
    candidates = [
        (default, function.module),
        *facts.index.metadata(argument.annotation, function.module),
    ]
    for node, scope in candidates:
        if isinstance(node, ast.Call):
            name = facts.index.called(node.func, scope).rpartition(".")[2]
            if name in _MARKERS:
                return node
    return None


def _is_used(facts: Facts, route: Route, dependency: Dependency) -> bool:
    function = route.function
    for argument, default in function.parameters():
        given = [
            default,
            *(each for each, _ in facts.index.metadata(argument.annotation, function.module)),
        ]
        if any(each is dependency.call for each in given):
            return uses(function, argument.arg)
    return False


def uses(function: Function, name: str) -> bool:
    """Whether the body of a function names something, such as one of its parameters."""
    return any(
        node.id == name for statement in function.node.body for node in walk(statement, ast.Name)
    )
