"""What routes say of the bodies that they answer with and take."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.hidden_answers import is_hidden_page
from fastscaffold.audit.facts.answers.responses import (
    is_json,
    is_response,
    lacks_body,
    makes_response,
)
from fastscaffold.audit.facts.classes import SCHEMAS
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, called_name
from fastscaffold.audit.nodes import is_none, unsubscripted
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function
    from fastscaffold.audit.facts.routing.parameters import Parameter
    from fastscaffold.audit.facts.routing.routes import Route
    from fastscaffold.audit.modules import Scope

_MAPPINGS = frozenset({"Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "dict"})
# Files and streams have no body that a model could describe, be it JSON.
_STREAMS = ("FileResponse", "StreamingResponse")
# The builtin `any` is written for it, and says as little.
_ANYTHING = frozenset({"Any", "any", "object"})
_LISTS = frozenset(
    {"Iterable", "List", "Sequence", "Set", "Tuple", "frozenset", "list", "set", "tuple"}
)
_SIGNED = ("compare_digest", "hmac", "signature", "verify")
# What libraries call it; of a function of the project it tells only whom it is for.
_SIGNED_BY_LIBRARIES = (*_SIGNED, "webhook")


class Answer(Enum):
    """What is known of the body of a response.

    ``EXEMPT`` ones have no JSON body that a model could describe.
    """

    DECLARED = "declared"
    UNDECLARED = "undeclared"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True, eq=False)
class UntypedBody:
    """A request body that no model describes."""

    route: Route
    place: Place
    what: str


@lru_cache(maxsize=2)
def answers(facts: Facts) -> dict[Route, Answer]:
    """What each route that is served says of its response."""
    return {route: _answer(facts, route) for route in facts.routes}


@lru_cache(maxsize=2)
def untyped_bodies(facts: Facts) -> list[UntypedBody]:
    """Bodies that are read without a model, except those whose signature needs the bytes."""
    return [
        body
        for route in facts.routes
        if not route.is_websocket
        for body in (*_parameters(facts, route), *_reads(facts, route))
    ]


def hand_made(facts: Facts) -> list[Route]:
    """The routes that answer with a response of JSON that is put together there, out of sight."""
    return [
        route
        for route in facts.routes
        if any(_is_hand_made(value) for value in returned(route.function))
    ]


def _is_hand_made(value: ast.expr) -> bool:
    if not isinstance(value, ast.Call) or called_name(value).endswith(_STREAMS):
        return False
    return any(
        each.arg == "media_type" and "json" in unparsed(each.value).lower()
        for each in value.keywords
    )


def is_untyped(facts: Facts, annotation: ast.expr | None, scope: Scope) -> bool:
    """Whether an annotation leaves a body open: ``dict``, ``Any``, lists of those."""
    return any(
        _says_nothing(facts, each, holder) for each, holder in facts.index.typed(annotation, scope)
    )


def _is_open_model(facts: Facts, model: ast.expr, scope: Scope) -> bool:
    """Whether a response model leaves the body open.

    A mapping that is given as the model tells in the schema what its values are, be they numbers,
    and they are checked: what it holds decides.
    """
    return any(
        _is_open_model(facts, values, holder)
        if (values := _values_of_mapping(facts, each, holder)) is not None
        else _says_nothing(facts, each, holder)
        for each, holder in facts.index.typed(model, scope)
    )


def _values_of_mapping(facts: Facts, member: ast.expr, scope: Scope) -> ast.expr | None:
    """What the values of a mapping are, where it is said."""
    match member:
        case ast.Subscript(value=plain, slice=ast.Tuple(elts=[_, values])):
            last = (facts.index.symbol(plain, scope) or "").rpartition(".")[2]
            return values if last in _MAPPINGS else None
        case _:
            return None


def _says_nothing(facts: Facts, member: ast.expr, scope: Scope) -> bool:
    plain = unsubscripted(member)
    symbol = facts.index.symbol(plain, scope)
    if isinstance(facts.index.definition(symbol), Class):
        return False
    last = (symbol or "").rpartition(".")[2]
    if last in _ANYTHING:
        return True
    if last not in _MAPPINGS | _LISTS:
        return False
    if not isinstance(member, ast.Subscript):
        return True
    inner = member.slice.elts if isinstance(member.slice, ast.Tuple) else [member.slice]
    if last in _MAPPINGS:
        return not _has_model(facts, inner[-1], scope)
    return any(is_untyped(facts, each, scope) for each in inner)


def _has_model(facts: Facts, annotation: ast.expr, scope: Scope) -> bool:
    """Whether all values of a mapping are models of the project, or lists of them."""
    kinds = facts.index.typed(annotation, scope)
    return bool(kinds) and all(_is_model(facts, each, holder) for each, holder in kinds)


def _is_model(facts: Facts, member: ast.expr, scope: Scope) -> bool:
    plain = unsubscripted(member)
    symbol = facts.index.symbol(plain, scope)
    if facts.index.is_a(symbol, *SCHEMAS):
        return True
    last = (symbol or "").rpartition(".")[2]
    if last not in _LISTS | _MAPPINGS or not isinstance(member, ast.Subscript):
        return False
    inner = member.slice.elts if isinstance(member.slice, ast.Tuple) else [member.slice]
    return _has_model(facts, inner[-1 if last in _MAPPINGS else 0], scope)


def _answer(facts: Facts, route: Route) -> Answer:
    if _is_exempt(facts, route):
        return Answer.EXEMPT
    model = route.call.argument("response_model")
    function = route.function
    if model is not None and not is_none(model):
        scope = route.call.function or route.call.module
        untyped = _is_open_model(facts, model, scope)
        return Answer.UNDECLARED if untyped else Answer.DECLARED
    returns = function.node.returns
    if returns is None:
        return _of_returned(facts, function)
    kinds = [
        facts.index.symbol(each, holder)
        for each, holder in facts.index.typed(returns, function.module)
    ]
    if kinds and all(is_response(facts, kind) for kind in kinds):
        return Answer.DECLARED if any(is_json(facts, kind) for kind in kinds) else Answer.EXEMPT
    untyped = is_untyped(facts, returns, function.module)
    return Answer.UNDECLARED if untyped else Answer.DECLARED


def _is_exempt(facts: Facts, route: Route) -> bool:
    if route.is_websocket or route.methods == ("ROUTE",):
        return True
    if is_hidden_page(facts, route):
        return True
    if set(route.methods) <= {"HEAD", "OPTIONS", "TRACE"}:
        return True
    return _is_bodiless(facts, route) or _has_other_class(facts, route)


def _of_returned(facts: Facts, function: Function) -> Answer:
    """What is returned where nothing is annotated."""
    values = list(returned(function))
    other = bool(values) and all(makes_response(facts, value, function) for value in values)
    return Answer.EXEMPT if other else Answer.UNDECLARED


def _is_bodiless(facts: Facts, route: Route) -> bool:
    given = route.call.argument("status_code")
    if given is None:
        return False
    return lacks_body(facts, given, route.call.function or route.call.module)


def _has_other_class(facts: Facts, route: Route) -> bool:
    """Whether the response is of a class that is not JSON."""
    scope: Scope = route.call.function or route.call.module
    given = route.call.argument("response_class")
    if given is None and route.router is not None:
        call = route.router.call
        given = call.argument("default_response_class")
        scope = call.scope
    if given is None:
        return False
    kind = facts.index.symbol(given, scope)
    return kind is not None and not is_json(facts, kind)


def _parameters(facts: Facts, route: Route) -> Iterator[UntypedBody]:
    for parameter in route.parameters:
        if parameter.kind == "body" and _is_untyped_parameter(facts, parameter, route):
            place = Place(route.module.path, parameter.line, f"{parameter.name} has no model")
            yield UntypedBody(route, place, f"`{parameter.name}` is a body without a model")


def _is_untyped_parameter(facts: Facts, parameter: Parameter, route: Route) -> bool:
    if parameter.annotation is None:
        return True
    return is_untyped(facts, parameter.annotation, route.module)


def _reads(facts: Facts, route: Route) -> Iterator[UntypedBody]:
    functions = [route.function, *(each for one in route.dependencies for each in one.functions)]
    for function in functions:
        reads = [
            call
            for call in function.calls
            if facts.index.origin(call).endswith((".Request.json", ".Request.body"))
        ]
        read = next((each for each in reads if _method(each.node) == "json"), None)
        if read is None or len(reads) > 1 or is_signed(facts, function):
            continue
        place = Place(function.module.path, read.node.lineno, "reads the body without a model")
        yield UntypedBody(route, place, "`request.json()` is read without a model")


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def is_signed(facts: Facts, function: Function) -> bool:
    """Whether a signature is checked, which covers the bytes that were sent."""
    if any(word in function.name.lower() for word in _SIGNED):
        return True
    called = [
        f"{facts.index.origin(call)} {called_name(call.node)}".lower() for call in function.calls
    ]
    return any(word in name for name in called for word in _SIGNED_BY_LIBRARIES)
