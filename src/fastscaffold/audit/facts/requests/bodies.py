"""Bodies of requests that nothing validates."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at, at_call
from fastscaffold.audit.facts.project.usage import of_libraries
from fastscaffold.audit.facts.requests.hand_reads import PARSES, Loose, depended, read_by_hand
from fastscaffold.audit.facts.routing.parameters import parameters_of
from fastscaffold.audit.modules import Class, Function, Module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.parameters import Parameter
    from fastscaffold.audit.facts.routing.routes import Route

_LOOSE = frozenset(
    {"Any", "Dict", "JsonValue", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "dict"}
    | {"object"}
)
LOGIN_FORMS = ("*.OAuth2PasswordRequestForm", "*.OAuth2PasswordRequestFormStrict")
# Of anything, where nothing stands in brackets.
_OF_ANYTHING = frozenset({"List", "Set", "frozenset", "list", "set"})
# Routers of a library whose bodies are its models and forms.
_LIBRARY_ROUTERS = (
    *("*.get_auth_router", "*.get_register_router", "*.get_reset_password_router"),
    *("*.get_verify_router", "*.get_users_router", "*.CRUDRouter", "*.crud_router"),
    *("*.SQLAlchemyCRUDRouter", "*.MemoryCRUDRouter", "*.TortoiseCRUDRouter"),
)
# What others send is signed over its bytes, and has a shape of their choice.
_FOREIGN = re.compile(
    r"webhook|hook|callback|proxy|forward|upload|graphql|stripe|slack|telegram|ipn"
)


def loose_bodies(facts: Facts) -> Iterator[Loose]:
    """Bodies that are mappings of anything, or are read from the request by hand."""
    seen: set[tuple[str, int]] = set()
    for route in facts.routes:
        if route.is_websocket:
            continue
        for loose in (*_parameters(facts, route), *_unvalidated(facts, route)):
            key = (loose.place.path, loose.place.line)
            if key not in seen:
                seen.add(key)
                yield loose


def has_bodies(facts: Facts) -> Iterator[Place]:
    """Routes with a body that is validated."""
    for route in facts.routes:
        for parameter, function in _given(facts, route):
            if parameter.kind in {"body", "form", "file"}:
                yield Place(function.module.path, parameter.line, parameter.name)
        for dependency in route.dependencies:
            if facts.index.is_a(dependency.symbol, *LOGIN_FORMS):
                yield at(route.module, route.function.node, "a form")
        if not _is_foreign(route):
            for loose, is_validated in read_by_hand(facts, route):
                if is_validated:
                    yield loose.place
    yield from (
        at_call(each, "bodies of a library") for each in of_libraries(facts, *_LIBRARY_ROUTERS)
    )


def parsed_by_hand(facts: Facts) -> Iterator[Place]:
    """Where a request is parsed that no signature describes, whatever validates it afterwards."""
    for route in facts.routes:
        if not route.is_websocket:
            for loose, _ in read_by_hand(facts, route):
                if loose.read in PARSES:
                    yield loose.place


def _given(facts: Facts, route: Route) -> Iterator[tuple[Parameter, Function]]:
    """What a client fills in: parameters of the endpoint, and of what it depends on."""
    yield from ((each, route.function) for each in route.parameters)
    for function in depended(route):
        yield from ((each, function) for each in parameters_of(facts.index, function, route.path))


def _parameters(facts: Facts, route: Route) -> Iterator[Loose]:
    for parameter, function in _given(facts, route):
        if parameter.kind == "body" and _is_loose(facts, function, parameter):
            place = Place(function.module.path, parameter.line, f"{parameter.name} has no model")
            yield Loose(route, place, parameter.name)


def _is_loose(facts: Facts, function: Function, parameter: Parameter) -> bool:
    if parameter.annotation is None:
        return parameter.marker is not None
    kinds = facts.index.typed(parameter.annotation, function.module)
    return any(_admits_anything(facts, node, scope) for node, scope in kinds)


def _admits_anything(facts: Facts, node: ast.expr, scope: object) -> bool:
    if not isinstance(scope, Class | Function | Module):
        return False
    plain = node.value if isinstance(node, ast.Subscript) else node
    name = (facts.index.symbol(plain, scope) or "").rpartition(".")[2]
    if not isinstance(node, ast.Subscript):
        return name in _LOOSE or name in _OF_ANYTHING
    inner = node.slice
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name in {"list", "List", "Sequence", "Iterable", "set", "tuple"}:
        return any(
            _admits_anything(facts, each, holder)
            for part in parts
            for each, holder in facts.index.typed(part, scope)
        )
    if name in _LOOSE:
        return any(
            _admits_anything(facts, each, holder)
            for each, holder in facts.index.typed(parts[-1], scope)
        )
    return False


def _unvalidated(facts: Facts, route: Route) -> Iterator[Loose]:
    if not _is_foreign(route):
        for loose, is_validated in read_by_hand(facts, route):
            if not is_validated:
                yield loose


def _is_foreign(route: Route) -> bool:
    return bool(_FOREIGN.search(f"{route.path} {route.function.name}".lower()))
