"""Classes of libraries whose methods are endpoints, each named by its method of HTTP."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class, Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call

_VERBS = ("delete", "get", "head", "options", "patch", "post", "put")


def view_methods(
    index: Index, call: Call, symbol: str
) -> Iterator[tuple[Call, Function, ast.expr | None, str]]:
    """The endpoints of a view, as ``@View(router, path="/x")`` and ``add_resource`` serve them."""
    defined = index.definition(symbol)
    if not isinstance(defined, Class):
        return
    bases = index.ancestors(symbol)
    if call.decorates is None and not any(each.startswith("fastapi") for each in bases):
        return  # other frameworks have views of the same form
    placed = _placed(index, call)
    if placed is None:
        return
    made, receiver = placed
    for name in _VERBS:
        method = index.method(symbol, name)
        if method is not None:
            yield made, method, receiver, name


def class_methods(index: Index, call: Call) -> Iterator[tuple[Function, ast.expr | None, str]]:
    """The endpoints of a class of Starlette that ``add_route("/x", View)`` serves."""
    symbol = index.symbol(call.argument("endpoint", 1), call.scope)
    if not isinstance(index.definition(symbol), Class) or not index.is_a(symbol, "*.HTTPEndpoint"):
        return
    called = call.node.func
    is_adding = isinstance(called, ast.Attribute) and called.attr == "add_route"
    receiver = called.value if isinstance(called, ast.Attribute) and is_adding else None
    for name in _VERBS:
        method = index.method(symbol, name)
        if method is not None:
            yield method, receiver, name


def _placed(index: Index, call: Call) -> tuple[Call, ast.expr | None] | None:
    """The call with the path as such, and the router; None for what serves no view."""
    match call.node.func:
        case ast.Attribute(value=held, attr="add_resource"):
            path = call.argument("path", 1)
            receiver: ast.expr | None = held
        case _ if index.origin(call) in {"fastapi_class.View", "fastapi_class.decorators.View"}:
            path, receiver = call.argument("path", 1), call.argument("router", 0)
        case _:
            return None
    given = [ast.keyword("path", path)] if path is not None else []
    kept = [each for each in call.node.keywords if each.arg not in {"path", "router", None}]
    node = ast.copy_location(ast.Call(call.node.func, [], [*given, *kept]), call.node)
    return replace(call, node=node), receiver
