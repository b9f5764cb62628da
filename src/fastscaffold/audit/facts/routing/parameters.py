"""What endpoints are given: by path, query, header, body, or by what they depend on."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeGuard

from fastscaffold.audit.facts.classes import SCHEMAS, is_dataclass, is_table
from fastscaffold.audit.modules import Class, dotted
from fastscaffold.audit.nodes import unsubscripted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Function, Scope

_PLACEHOLDER = re.compile(r"\{(\w+)(?::[^}]*)?\}")

ParameterKind: TypeAlias = Literal[
    "body", "cookie", "depends", "file", "form", "header", "path", "query", "request"
]
_MARKERS: dict[str, ParameterKind] = {
    "Body": "body",
    "Cookie": "cookie",
    "Depends": "depends",
    "File": "file",
    "Form": "form",
    "Header": "header",
    "Path": "path",
    "Query": "query",
    "Security": "depends",
}
_REQUESTS = frozenset(
    {"BackgroundTasks", "HTTPConnection", "Request", "Response", "SecurityScopes", "WebSocket"}
)
_NAMES_A_MODEL = re.compile(r"(?i)schema|model|dto|create|update|payload|input|(^|_)in(_|$)")
_MAKERS = frozenset(
    {"create_model", "create_pydantic_model", "get_pydantic", "pydantic_model_creator"}
    | {"pydantic_queryset_creator", "sqlalchemy_to_pydantic"}
)
_SCALARS = frozenset({"UUID", "bool", "date", "datetime", "float", "int", "str", "Decimal"})


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A parameter of an endpoint.

    Attributes:
        marker: the call of ``Query(...)``, ``Body(...)`` and their kin, where there is one.
    """

    name: str
    kind: ParameterKind
    annotation: ast.expr | None
    default: ast.expr | None
    marker: ast.Call | None
    line: int


def parameters_of(index: Index, endpoint: Function, path: str) -> Iterator[Parameter]:
    """The parameters of an endpoint that is served at a path."""
    in_path = set(_PLACEHOLDER.findall(path))
    for argument, default in endpoint.parameters():
        if argument.arg in {"self", "cls"}:
            continue
        marker = _marker(index, argument.annotation, default, endpoint)
        kind = _kind(index, argument, marker, endpoint, in_path)
        if kind == "body" and marker is None and isinstance(default, ast.Subscript):
            # What stands for an object by a key can be nothing but one of the markers.
            kind = "depends"
        yield Parameter(argument.arg, kind, argument.annotation, default, marker, argument.lineno)


def _marker(
    index: Index, annotation: ast.expr | None, default: ast.expr | None, endpoint: Function
) -> ast.Call | None:
    candidates: list[tuple[ast.expr | None, Scope]] = [
        (default, endpoint.module),
        *index.metadata(annotation, endpoint.module),
    ]
    if isinstance(default, ast.Name | ast.Attribute):
        candidates += index.values_of(index.symbol(default, endpoint.module))
    for candidate, scope in candidates:
        if isinstance(candidate, ast.Call):
            last = index.called(candidate.func, scope).rpartition(".")[2]
            if last in _MARKERS:
                return candidate
    return None


def _kind(
    index: Index,
    argument: ast.arg,
    marker: ast.Call | None,
    endpoint: Function,
    in_path: set[str],
) -> ParameterKind:
    if marker is not None:
        name = (dotted(marker.func) or "").rpartition(".")[2]
        symbol = index.called(marker.func, endpoint.module).rpartition(".")[2]
        return _MARKERS.get(symbol) or _MARKERS.get(name) or "query"
    if argument.arg in in_path:
        return "path"
    if _is_given_model(index, argument.annotation, endpoint):
        return "body"
    kinds = index.typed(argument.annotation, endpoint.module)
    symbols = [index.symbol(unsubscripted(each), holder) or "" for each, holder in kinds]
    names = {symbol.rpartition(".")[2] for symbol in symbols}
    if names & _REQUESTS:
        return "request"
    inner = [
        (index.symbol(each, holder) or "").rpartition(".")[2]
        for annotation, scope in kinds
        if isinstance(annotation, ast.Subscript)
        for each, holder in index.typed(annotation.slice, scope)
    ]
    if "UploadFile" in {*names, *inner}:
        return "file"
    if any(_is_made(index, symbol) for symbol in symbols):
        return "body"
    if names & {"Any", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "dict"}:
        return "body"
    for symbol in symbols:
        definition = index.definition(symbol)
        if index.is_a(symbol, *SCHEMAS):
            return "body"
        if isinstance(definition, Class) and (
            is_table(index, definition) or _is_record(index, definition)
        ):
            return "body"
    if names & {"list", "List", "set", "Set"} and not names & _SCALARS:
        return "body"
    return "query"


def _is_given_model(index: Index, annotation: ast.expr | None, endpoint: Function) -> bool:
    """Whether a factory of endpoints is told the model: ``item: schema``, ``item: self.schema``.

    It may be told several at once: ``item: schemas.create``.
    """
    if isinstance(annotation, ast.Attribute):
        named = dotted(annotation) or ""
        owner = named.partition(".")[0]
        if owner == "self":
            return dotted(annotation.value) == "self" and _names_a_model(annotation.attr)
        return _is_told(endpoint.parent, owner) and _names_a_model(named)
    around = endpoint.parent
    while isinstance(annotation, ast.Name) and around is not None:
        if around.takes(annotation.id) or annotation.id in around.assigned:
            told = around.annotation(annotation.id)
            kinds = index.typed(told.slice, around.module) if _is_of_types(told) else []
            symbols = [index.symbol(each, holder) or "" for each, holder in kinds]
            if any(each.rpartition(".")[2] in _SCALARS for each in symbols):
                return False
            is_model = any(index.is_a(each, *SCHEMAS) for each in symbols)
            return is_model or _names_a_model(annotation.id)
        around = around.parent
    return False


def _names_a_model(name: str) -> bool:
    return any(_NAMES_A_MODEL.search(each) for each in name.split("."))


def _is_told(around: Function | None, name: str) -> bool:
    """Whether one of the functions around an endpoint is given something of a name."""
    while around is not None:
        if around.takes(name):
            return True
        around = around.parent
    return False


def _is_made(index: Index, symbol: str) -> bool:
    """Whether a function of a library makes a model that a module holds under a name."""
    return any(
        isinstance(value, ast.Call)
        and index.called(value.func, holder).rpartition(".")[2] in _MAKERS
        for value, holder in index.values_of(symbol)
    )


def _is_of_types(annotation: ast.expr | None) -> TypeGuard[ast.Subscript]:
    """Whether what is told is a class: ``type[Model]``."""
    if not isinstance(annotation, ast.Subscript):
        return False
    return (dotted(annotation.value) or "").rpartition(".")[2] in {"Type", "type"}


def _is_record(index: Index, defined: Class) -> bool:
    """Whether a class names its fields without being a model: a dataclass, or a ``TypedDict``."""
    if index.is_a(defined.symbol, "*.NamedTuple", "*.TypedDict"):
        return True
    return is_dataclass(defined)
