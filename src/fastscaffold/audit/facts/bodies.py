"""Bodies of requests that nothing validates."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.parameters import Parameter
    from fastscaffold.audit.facts.routes import Route
    from fastscaffold.audit.modules import Call, Function

_LOOSE = frozenset({"Any", "object", "dict", "Dict", "Mapping", "MutableMapping", "JsonValue"})
_READS = frozenset({"json", "body", "form", "stream"})
_VALIDATES = frozenset(
    {
        "model_validate",
        "model_validate_json",
        "parse_obj",
        "parse_raw",
        "validate_json",
        "validate_python",
    }
)
MAX_STEPS = 3
# What others send is signed over its bytes, and has a shape of their choice.
_FOREIGN = re.compile(
    r"webhook|hook|callback|proxy|forward|upload|graphql|stripe|slack|telegram|ipn"
)


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """A body without a model."""

    route: Route
    place: Place
    what: str


def loose_bodies(facts: Facts) -> Iterator[Loose]:
    """Bodies that are mappings of anything, or are read from the request by hand."""
    seen: set[tuple[str, int]] = set()
    for route in facts.routes:
        if route.is_websocket:
            continue
        for loose in (*_parameters(facts, route), *_read_by_hand(facts, route)):
            key = (loose.place.path, loose.place.line)
            if key not in seen:
                seen.add(key)
                yield loose


def has_bodies(facts: Facts) -> Iterator[Place]:
    """Routes with a body that is validated."""
    for route in facts.routes:
        for parameter in route.parameters:
            if parameter.kind in {"body", "form", "file"}:
                yield Place(route.module.path, parameter.line, parameter.name)
        for dependency in route.dependencies:
            if "OAuth2PasswordRequestForm" in dependency.symbol:
                yield at(route.module, route.function.node, "a form")


def _parameters(facts: Facts, route: Route) -> Iterator[Loose]:
    for parameter in route.parameters:
        if parameter.kind == "body" and _is_loose(facts, route, parameter):
            place = Place(route.module.path, parameter.line, f"{parameter.name} has no model")
            yield Loose(route, place, parameter.name)


def _is_loose(facts: Facts, route: Route, parameter: Parameter) -> bool:
    if parameter.annotation is None:
        return parameter.marker is not None
    kinds = facts.index.typed(parameter.annotation, route.module)
    return any(_admits_anything(facts, node, scope) for node, scope in kinds)


def _admits_anything(facts: Facts, node: ast.expr, scope: object) -> bool:
    from fastscaffold.audit.modules import Class, Function, Module  # noqa: PLC0415

    if not isinstance(scope, Class | Function | Module):
        return False
    plain = node.value if isinstance(node, ast.Subscript) else node
    name = (facts.index.symbol(plain, scope) or "").rpartition(".")[2]
    if not isinstance(node, ast.Subscript):
        return name in _LOOSE
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


def _read_by_hand(facts: Facts, route: Route) -> Iterator[Loose]:
    requests = {each.name for each in route.parameters if each.kind == "request"}
    if not requests or not set(route.methods) & {"POST", "PUT", "PATCH", "DELETE"}:
        return
    if _FOREIGN.search(f"{route.path} {route.function.name}".lower()):
        return
    if any(each.kind == "file" for each in route.parameters):
        return
    for call in route.function.calls:
        function = call.node.func
        if (
            isinstance(function, ast.Attribute)
            and function.attr in _READS
            and isinstance(function.value, ast.Name)
            and function.value.id in requests
            and _is_request(facts, route, function.value.id)
            and not _validated(facts, route, call.node)
        ):
            what = f"{function.value.id}.{function.attr}()"
            yield Loose(route, at(route.module, call.node, f"{what} has no model"), what)


def _is_request(facts: Facts, route: Route, name: str) -> bool:
    annotation = route.function.annotation(name)
    symbol = facts.index.annotated(annotation, route.module) or ""
    return symbol.rpartition(".")[2] == "Request"


def _validated(facts: Facts, route: Route, read: ast.Call) -> bool:
    """Whether what is read is put through a model."""
    names = _names_of(route.function, read)
    return any(
        any(node is read or (isinstance(node, ast.Name) and node.id in names) for node in given)
        for given in (
            walk(call.node) for call in route.function.calls if _validates(facts, route, call)
        )
    )


def _names_of(function: Function, read: ast.Call) -> set[str]:
    """The names that hold what is read, or a part of it."""
    names: set[str] = set()
    for _ in range(MAX_STEPS):
        for target, values in function.assigned.items():
            if any(
                node is read or (isinstance(node, ast.Name) and node.id in names)
                for value in values
                for node in walk(value)
            ):
                names.add(target)
    return names


def _validates(facts: Facts, route: Route, call: Call) -> bool:
    if facts.index.origin(call).rpartition(".")[2] in _VALIDATES:
        return True
    named = facts.index.symbol(call.node.func, route.function)
    return facts.index.definition(named) in facts.schemas
