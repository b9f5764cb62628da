"""Where requests are read by hand: by endpoints, what these depend on, and their helpers."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at
from fastscaffold.audit.facts.requests.logged_reads import is_logged_only
from fastscaffold.audit.facts.requests.sent_files import is_a_file, is_only_counted, is_parsed
from fastscaffold.audit.facts.requests.validated_reads import is_validated
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function, dotted
from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.routes import Route

_READS = frozenset({"json", "body", "form", "stream"})
_REQUESTS = frozenset({"req", "request"})
# What reads more than bytes, which helpers verify or log.
PARSES = frozenset({"form", "json"})
_HELPS = frozenset({"body", "form", "json"})
# What gives bytes, which may be a file.
_BYTES = frozenset({"body", "stream"})


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """A body without a model.

    Attributes:
        read: the method of the request that gives it; none where it is a parameter.
        is_raw: whether it is bytes that nothing parses where they are read.
    """

    route: Route
    place: Place
    what: str
    read: str = ""
    is_raw: bool = False


def depended(route: Route) -> Iterator[Function]:
    """What an endpoint depends on, directly or not."""
    for dependency in route.dependencies:
        yield from dependency.filled


def read_by_hand(facts: Facts, route: Route) -> Iterator[tuple[Loose, bool]]:
    """Where a request is read, and whether what is read is put through a model."""
    if not set(route.methods) & {"POST", "PUT", "PATCH", "DELETE"}:
        return
    # The parts of a form that are files have no model, and are read as bytes.
    methods = PARSES if any(each.kind == "file" for each in route.parameters) else _READS
    readers = [(route.function, methods), *((each, _HELPS) for each in _helping(facts, route))]
    for function, methods in readers:
        for call in function.calls:
            read = call.node.func
            if (
                isinstance(read, ast.Attribute)
                and read.attr in methods
                and not (read.attr in _BYTES and _is_no_body(facts, function, call.node))
                and not (
                    methods is _HELPS
                    and read.attr in _BYTES
                    and not _gives_values(facts, function, call.node)
                )
                and _is_request(facts, function, read.value)
                and not is_logged_only(facts, route, function, call.node)
            ):
                what = f"{dotted(read.value)}.{read.attr}()"
                has_model = is_validated(facts, function, call.node)
                # A model that only the code knows of is one all the same.
                lacks = "is described by no signature" if has_model else "has no model"
                place = at(function.module, call.node, f"{what} {lacks}")
                is_raw = read.attr in _BYTES and not is_parsed(facts, function, call.node)
                yield Loose(route, place, what, read.attr, is_raw), has_model


def _is_no_body(facts: Facts, function: Function, read: ast.Call) -> bool:
    """Whether no model could describe the bytes that are read: a file, or what nobody looks at."""
    return is_a_file(facts, function, read) or is_only_counted(function, read)


def _gives_values(facts: Facts, function: Function, read: ast.Call) -> bool:
    """Whether a helper gives what it makes of bytes, and does not only log or verify them."""
    given = [each for each in returned(function) if not isinstance(each, ast.Constant)]
    return bool(given) and is_parsed(facts, function, read)


def _helping(facts: Facts, route: Route) -> Iterator[Function]:
    """What an endpoint depends on, or hands its request to, and the methods of such objects."""
    requests = {each.name for each in route.parameters if each.kind == "request"}
    for each in depended(route):
        yield each
        if each.name == "__init__" and each.owner is not None:
            yield from each.owner.functions.values()
    for call in route.function.calls:
        named = {each.id for each in arguments_of(call.node) if isinstance(each, ast.Name)}
        helper = facts.callers.target(call) if requests & named else None
        if isinstance(helper, Function):
            yield helper
        elif isinstance(helper, Class):
            yield from helper.functions.values()


def _is_request(facts: Facts, function: Function, held: ast.expr) -> bool:
    match held:
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return name.lstrip("_") in _REQUESTS and function.owner is not None
        case ast.Name(id=name):
            annotation = function.annotation(name)
            if annotation is None:
                # Of a helper, which is handed the request of a route.
                return name in _REQUESTS and function.takes(name)
            symbol = facts.index.annotated(annotation, function.module) or ""
            return symbol.rpartition(".")[2] == "Request"
        case _:
            return False
