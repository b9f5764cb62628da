"""Requests that some code parses by hand, and of which no route is known that runs it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import depended_on
from fastscaffold.audit.facts.errors.failures import failures
from fastscaffold.audit.facts.places import Place, at
from fastscaffold.audit.modules import decorator_names, dotted, enclosing_class
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

_PARSES = frozenset({"form", "json"})
_REQUEST = re.compile(r"(?i)^_*(\w+_)?req(uest)?$")
_PLAIN = re.compile(r"(abc|builtins|collections|dataclasses|enum|pydantic|typing)\.")


def unseen_reads(facts: Facts) -> Iterator[Place]:
    """Where what is called a request, or typed as one, is awaited to be JSON or a form.

    What middleware, dependencies and decorators read, they read to log it or to refuse it.
    """
    aside = {route.function for route in facts.routes}
    wrapping = [
        function
        for module in facts.production
        for function in module.functions.values()
        if "wraps" in {each.rpartition(".")[2] for each in decorator_names(function)}
    ]
    handling = [each.function for each in failures(facts).handlers.registered if each.function]
    aside.update(facts.callers.reached([*depended_on(facts), *wrapping, *handling], most=None))
    for each in facts.middleware:
        aside.update(facts.callers.reached(each.functions))
    aside |= _left_behind(facts)
    for module in facts.production:
        for function in module.functions.values():
            if function not in aside and not _is_of_library(facts, function):
                for read in _reads(facts, function):
                    yield at(module, read, "parses a request that no known route has")


def _left_behind(facts: Facts) -> set[Function]:
    """Endpoints of routers that no application includes, and what runs for nobody else."""
    left = [each.function for each in facts.served.routes if not each.is_reached]
    served = facts.callers.reached([each.function for each in facts.routes], most=None)
    return set(facts.callers.reached(left, most=None)).difference(served) if left else set()


def _is_of_library(facts: Facts, function: Function) -> bool:
    """Whether a class of a library says what calls a method, as one of an admin interface does."""
    owner = enclosing_class(function)
    if owner is None or facts.index.is_a(owner.symbol, "*.HTTPEndpoint"):
        return False
    outer = (each for each in facts.index.ancestors(owner.symbol))
    return any(
        "." in each and facts.index.definition(each) is None and not _PLAIN.match(each)
        for each in outer
    )


def _reads(facts: Facts, function: Function) -> Iterator[ast.Call]:
    for node in walk(function.node):
        match node:
            case ast.Await(
                value=ast.Call(func=ast.Attribute(value=held, attr=method), args=[]) as read
            ) if method in _PARSES and _is_request(facts, function, held):
                yield read
            case _:
                pass


def _is_request(facts: Facts, function: Function, held: ast.expr) -> bool:
    match held:
        case ast.Name(id=name):
            annotation = function.annotation(name)
            if annotation is not None:
                symbol = facts.index.annotated(annotation, function.module) or ""
                return symbol.rpartition(".")[2] in {"HTTPConnection", "Request"}
            return name not in function.assigned and _REQUEST.match(name) is not None
        case ast.Attribute(attr=name):
            # What a function asks itself is answered, and asks nothing.
            if dotted(held) in function.assigned:
                return False
            return _REQUEST.match(name) is not None
        case _:
            return False
