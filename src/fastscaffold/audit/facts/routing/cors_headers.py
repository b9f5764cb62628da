"""Origins that are let in: patterns that match any, and headers that code sets by itself."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import followed
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import arguments_of, names_in
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

ALLOWED_ORIGIN = "access-control-allow-origin"
ALLOWED_CREDENTIALS = "access-control-allow-credentials"
_SETS = frozenset({"add", "append", "setdefault"})
# What reads the header, or says that it was there; it judges nobody.
_READS = frozenset({"bool", "get", "isinstance", "print", "str"})
# Two origins that no list of one's own admits.
MAX_PATTERN = 200
_STRANGERS = ("https://evil.example", "https://a1.attacker.test:8443")


def matches_strangers(pattern: str) -> bool:
    """Whether an expression for origins matches any origin there is."""
    # Patterns of strangers may take for ever: only short ones without repeated groups are tried.
    if len(pattern) > MAX_PATTERN or re.search(r"[*+}]\)?[*+{]", pattern):
        return False
    try:
        return all(re.fullmatch(pattern, origin) for origin in _STRANGERS)
    except (RecursionError, re.error):
        return False


def allowed_by_hand(facts: Facts, function: Function) -> Iterator[tuple[ast.expr, str | None]]:
    """Where a function sets the header that lets origins in, and to what, if that is decided."""
    for node in walk(function.node):
        match node:
            case ast.Assign(targets=[ast.Subscript(slice=key)], value=value):
                pairs = [(key, value)]
            case ast.Call(func=ast.Attribute(attr=name), args=[key, value]) if name in _SETS:
                pairs = [(key, value)]
            case ast.Tuple(elts=[key, value]):
                pairs = [(key, value)]
            case ast.Dict():
                pairs = _pairs(node)
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
                held = [each for each, _ in followed(facts, node, function)]
                pairs = [pair for each in held for pair in _pairs(each)]
            case _:
                continue
        for key, value in pairs:
            if _text(facts, key, function).lower() == ALLOWED_ORIGIN:
                yield value, _text(facts, value, function) or None


def _pairs(node: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    if not isinstance(node, ast.Dict):
        return []
    return [(k, v) for k, v in zip(node.keys, node.values, strict=True) if k is not None]


def _text(facts: Facts, node: ast.expr, function: Function) -> str:
    """A text, or the bytes that raw headers are."""
    value = facts.values.fold(node, function)
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""


def echoed(function: Function, *, with_credentials: bool) -> ast.expr | None:
    """Where a response is told to allow the request's own origin, whatever it is."""
    nodes = list(inside(function.node))
    headers = {
        str(target.slice.value).lower(): (target, node.value)
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant)
    }
    wanted = {ALLOWED_ORIGIN, ALLOWED_CREDENTIALS} if with_credentials else {ALLOWED_ORIGIN}
    if not wanted <= headers.keys():
        return None
    target, value = headers[ALLOWED_ORIGIN]
    # A list of known origins has to be asked.
    if any(isinstance(node, ast.Compare) and _is_membership(node) for node in nodes):
        return None
    values = [value]
    if isinstance(value, ast.Name):
        values = function.assigned.get(value.id, [])
        if any(isinstance(each, ast.Call) and _asks(each, value.id) for each in nodes):
            return None
    return target if any(_is_origin(each) for each in values) else None


def _asks(call: ast.Call, name: str) -> bool:
    """Whether a call is given an origin, and may say what is thought of it."""
    given = {each for argument in arguments_of(call) for each in names_in(argument)}
    return name in given and last_called(call) not in _READS


def _is_membership(node: ast.Compare) -> bool:
    return any(isinstance(operator, ast.In | ast.NotIn | ast.Eq) for operator in node.ops)


def _is_origin(node: ast.expr) -> bool:
    """Whether it reads the header ``Origin``."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as name), *_]):
            return name.lower() == "origin"
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            return name.lower() == "origin"
        case ast.BoolOp():
            return any(_is_origin(each) for each in node.values)
        case _:
            return False
