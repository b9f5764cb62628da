"""Where requests enter: parameters that clients fill in, and what is read of a request by hand."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from fastscaffold.audit.facts.classes import SCHEMAS
from fastscaffold.audit.facts.routing.dependencies import Resolver
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import unsubscripted
from fastscaffold.audit.provided import DEPENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.routes import Route
    from fastscaffold.audit.modules import Scope

# A segment is a part of the path that holds no slash.
Part: TypeAlias = Literal["body", "cookie", "file", "form", "header", "path", "query", "segment"]

_MARKERS: dict[str, Part] = {
    "Body": "body",
    "Cookie": "cookie",
    "File": "file",
    "Form": "form",
    "Header": "header",
    "Query": "query",
}
_LIBRARIES = frozenset({"fastapi", "starlette"})
_REQUESTS = frozenset({"HTTPConnection", "Request", "WebSocket"})
_MAPPINGS: dict[str, Part] = {
    "cookies": "cookie",
    "headers": "header",
    "path_params": "path",
    "query_params": "query",
}
_READS: dict[str, Part] = {
    "body": "body",
    "form": "form",
    "iter_bytes": "body",
    "iter_json": "body",
    "iter_text": "body",
    "json": "body",
    "receive_bytes": "body",
    "receive_json": "body",
    "receive_text": "body",
    "stream": "body",
}
# Types of parameters that FastAPI fills in itself; others may be given by something else.
_FILLED = frozenset(
    (
        *("Any", "AnyHttpUrl", "AnyUrl", "EmailStr", "HttpUrl", "Path", "SecretStr", "bytes"),
        *("str", "list", "List", "set", "Set", "tuple", "Tuple", "dict", "Dict", "Sequence"),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a request decides: what it is called, and the part of the request."""

    what: str
    part: Part


class Sent:
    """Tells what clients send; what FastAPI may be given by anything else is none of it."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.index = facts.index
        self._resolver = Resolver(facts.index)

    def parameter(self, function: Function, name: str) -> Part | None:
        """The part of a request that fills in a parameter of what runs for routes."""
        return self._parameters.get((function, name))

    def mapping(self, node: ast.Attribute, scope: Scope) -> Part | None:
        """The part of a request that an attribute of the request holds."""
        return _MAPPINGS.get(node.attr) if self.is_request(node.value, scope) else None

    def reading(self, node: ast.Call, scope: Scope) -> Part | None:
        """The part of a request that a call reads."""
        match node.func:
            case ast.Attribute(value=receiver, attr=name) if name in _READS:
                return _READS[name] if self.is_request(receiver, scope) else None
            case _:
                return None

    def is_request(self, node: ast.expr, scope: Scope) -> bool:
        """Whether an expression is the request itself."""
        library, _, kind = (self.index.kind(node, scope) or "").partition(".")
        return library in _LIBRARIES and kind.rpartition(".")[2] in _REQUESTS

    def dependency(
        self, function: Function, name: str
    ) -> tuple[list[Function], Class | None] | None:
        """What fills in a parameter that depends on something: functions, or a class of fields."""
        default = next((d for a, d in function.parameters() if a.arg == name), None)
        annotation = function.annotation(name)
        for node, scope in self._given(annotation, default, function):
            if not self._is_marker(node, scope, DEPENDS) or not isinstance(node, ast.Call):
                continue
            target = node.args[0] if node.args else annotation
            if isinstance(target, ast.Call):
                return [], None  # a factory
            defined = self.index.definition(
                self.index.symbol(target, scope) or self.index.annotated(target, scope)
            )
            if isinstance(defined, Class):
                return [], defined
            return ([defined] if isinstance(defined, Function) else []), None
        return None

    @cached_property
    def _parameters(self) -> dict[tuple[Function, str], Part]:
        found: dict[tuple[Function, str], Part] = {}
        for route in self.facts.routes:
            for function in self._filled_in(route):
                for argument, default in function.parameters():
                    part = self._part(route, function, argument, default)
                    if part is not None and argument.arg not in {"self", "cls"}:
                        found[function, argument.arg] = part
        return found

    def _filled_in(self, route: Route) -> Iterator[Function]:
        yield route.function
        for dependency in route.dependencies:
            yield from dependency.filled

    def _part(
        self, route: Route, function: Function, argument: ast.arg, default: ast.expr | None
    ) -> Part | None:
        markers = list(self._given(argument.annotation, default, function))
        if any(self._is_marker(node, scope, DEPENDS) for node, scope in markers):
            return None
        if f"{{{argument.arg}:path}}" in route.path:
            return "path"
        if f"{{{argument.arg}" in route.path:
            return "segment"
        for node, scope in markers:
            for name, part in _MARKERS.items():
                if self._is_marker(node, scope, frozenset({name})):
                    return part
        return self._by_type(argument.annotation, default, function)

    def _by_type(
        self, annotation: ast.expr | None, default: ast.expr | None, function: Function
    ) -> Part | None:
        if annotation is None:
            return "query" if default is None or isinstance(default, ast.Constant) else None
        kinds = self.index.typed(annotation, function.module)
        symbols = [self.index.symbol(unsubscripted(each), scope) or "" for each, scope in kinds]
        names = {symbol.rpartition(".")[2] for symbol in symbols}
        if "UploadFile" in names:
            return "file"
        if any(self.index.is_a(symbol, *SCHEMAS) for symbol in symbols):
            return "body"
        return "query" if names and names <= _FILLED else None

    def _given(
        self, annotation: ast.expr | None, default: ast.expr | None, function: Function
    ) -> Iterator[tuple[ast.expr, Scope]]:
        if default is not None:
            yield default, function.module
        yield from self.index.metadata(annotation, function.module)

    def _is_marker(self, node: ast.expr, scope: Scope, names: frozenset[str]) -> bool:
        return (
            isinstance(node, ast.Call)
            and self.index.called(node.func, scope).rpartition(".")[2] in names
        )
