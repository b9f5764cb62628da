"""Bodies of requests that nothing validates."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.parameters import parameters_of
from fastscaffold.audit.facts.places import Place, at, at_call
from fastscaffold.audit.facts.sent_files import is_a_file, is_parsed
from fastscaffold.audit.facts.usage import of_libraries
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function, Module
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.parameters import Parameter
    from fastscaffold.audit.facts.routes import Route
    from fastscaffold.audit.modules import Call

_LOOSE = frozenset({"Any", "object", "dict", "Dict", "Mapping", "MutableMapping", "JsonValue"})
# Of anything, where nothing stands in brackets.
_OF_ANYTHING = frozenset({"List", "Set", "frozenset", "list", "set"})
_READS = frozenset({"json", "body", "form", "stream"})
_REQUESTS = frozenset({"req", "request"})
# What reads more than bytes, which helpers verify or log.
_PARSES = frozenset({"form", "json"})
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
_HELPS = frozenset({"body", "form", "json"})
# Routers of a library whose bodies are its models and forms.
_LIBRARY_ROUTERS = (
    *("*.get_auth_router", "*.get_register_router", "*.get_reset_password_router"),
    *("*.get_verify_router", "*.get_users_router", "*.CRUDRouter", "*.crud_router"),
    *("*.SQLAlchemyCRUDRouter", "*.MemoryCRUDRouter", "*.TortoiseCRUDRouter"),
)
MAX_STEPS = 3
# What gives bytes, which may be a file.
_BYTES = frozenset({"body", "stream"})
# What others send is signed over its bytes, and has a shape of their choice.
_FOREIGN = re.compile(
    r"webhook|hook|callback|proxy|forward|upload|graphql|stripe|slack|telegram|ipn"
)


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """A body without a model.

    Attributes:
        read: the method of the request that gives it; none where it is a parameter.
    """

    route: Route
    place: Place
    what: str
    read: str = ""


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
            if "OAuth2PasswordRequestForm" in dependency.symbol:
                yield at(route.module, route.function.node, "a form")
        if not _is_foreign(route):
            for loose, is_validated in _read_by_hand(facts, route):
                if is_validated:
                    yield loose.place
    yield from (
        at_call(each, "bodies of a library") for each in of_libraries(facts, *_LIBRARY_ROUTERS)
    )


def parsed_by_hand(facts: Facts) -> Iterator[Place]:
    """Where a request is parsed that no signature describes, whatever validates it afterwards."""
    for route in facts.routes:
        if not route.is_websocket:
            for loose, _ in _read_by_hand(facts, route):
                if loose.read in _PARSES:
                    yield loose.place


def _given(facts: Facts, route: Route) -> Iterator[tuple[Parameter, Function]]:
    """What a client fills in: parameters of the endpoint, and of what it depends on."""
    yield from ((each, route.function) for each in route.parameters)
    for function in _depended(route):
        yield from ((each, function) for each in parameters_of(facts.index, function, route.path))


def _depended(route: Route) -> Iterator[Function]:
    for dependency in route.dependencies:
        yield from dependency.filled


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
        for loose, is_validated in _read_by_hand(facts, route):
            if not is_validated:
                yield loose


def _is_foreign(route: Route) -> bool:
    return bool(_FOREIGN.search(f"{route.path} {route.function.name}".lower()))


def _read_by_hand(facts: Facts, route: Route) -> Iterator[tuple[Loose, bool]]:
    """Where a request is read, and whether what is read is put through a model."""
    if not set(route.methods) & {"POST", "PUT", "PATCH", "DELETE"}:
        return
    # The parts of a form that are files have no model, and are read as bytes.
    methods = _PARSES if any(each.kind == "file" for each in route.parameters) else _READS
    requests = {each.name for each in route.parameters if each.kind == "request"}
    readers = [(route.function, methods), *((each, _HELPS) for each in _depended(route))]
    for call in route.function.calls:
        named = [each.id for each in call.node.args if isinstance(each, ast.Name)]
        helper = facts.callers.target(call) if requests.intersection(named) else None
        if isinstance(helper, Function):
            readers.append((helper, _HELPS))
    for function, methods in readers:
        for call in function.calls:
            read = call.node.func
            if (
                isinstance(read, ast.Attribute)
                and read.attr in methods
                and isinstance(read.value, ast.Name)
                and not (read.attr in _BYTES and is_a_file(facts, function, call.node))
                and not (
                    methods is _HELPS
                    and read.attr in _BYTES
                    and not _gives_values(facts, function, call.node)
                )
                and _is_request(facts, function, read.value.id)
            ):
                what = f"{read.value.id}.{read.attr}()"
                is_validated = _validated(facts, function, call.node)
                # A model that only the code knows of is one all the same.
                lacks = "is described by no signature" if is_validated else "has no model"
                place = at(function.module, call.node, f"{what} {lacks}")
                yield Loose(route, place, what, read.attr), is_validated


def _gives_values(facts: Facts, function: Function, read: ast.Call) -> bool:
    """Whether a helper gives what it makes of bytes, and does not only log or verify them."""
    given = [each for each in returned(function) if not isinstance(each, ast.Constant)]
    return bool(given) and is_parsed(facts, function, read)


def _is_request(facts: Facts, function: Function, name: str) -> bool:
    annotation = function.annotation(name)
    if annotation is None:
        # Of a helper, which is handed the request of a route.
        return name in _REQUESTS and function.takes(name)
    symbol = facts.index.annotated(annotation, function.module) or ""
    return symbol.rpartition(".")[2] == "Request"


def _validated(facts: Facts, function: Function, read: ast.Call) -> bool:
    """Whether what is read is put through a model."""
    names = _names_of(function, read)
    return any(
        any(node is read or (isinstance(node, ast.Name) and node.id in names) for node in given)
        for given in (
            walk(call.node) for call in function.calls if _validates(facts, function, call)
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


def _validates(facts: Facts, function: Function, call: Call) -> bool:
    if facts.index.origin(call).rpartition(".")[2] in _VALIDATES:
        return True
    named = facts.index.symbol(call.node.func, function)
    return facts.index.definition(named) in facts.schemas
