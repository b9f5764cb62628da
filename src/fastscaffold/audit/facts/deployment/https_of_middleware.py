"""Whether middleware of the project insists on HTTPS."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

# The secure scheme by itself, or what an address is put together with.
_SECURE = re.compile(r"https(?:://(?:[%{].*)?|:)?", re.DOTALL)
_CODES = frozenset({301, 302, 303, 307, 308, 403, 400, 426})


def insist(facts: Facts, functions: Iterable[Function]) -> bool:
    """Whether functions together look at the scheme and redirect, or refuse."""
    seen = [_seen_in(facts, function) for function in functions]
    return all(map(any, zip(*seen, strict=True))) if seen else False


def _seen_in(facts: Facts, function: Function) -> tuple[bool, bool, bool]:
    """Whether a function reads the scheme, names the secure one, and answers by itself."""
    texts: set[str] = set()
    schemes = False
    answers = False
    compared = {id(each) for one in walk(function.node, ast.Compare) for each in walk(one)}
    for node in (each for part in function.node.body for each in walk(part)):
        match node:
            case ast.Constant(value=str() as text):
                texts.add(text.lower())
            case ast.Constant(value=bytes() as raw):
                texts.add(raw.decode("latin-1").lower())
            case ast.Constant(value=int() as number) if number in _CODES:
                # What others answered is only looked at.
                answers = answers or id(node) not in compared
            case ast.Attribute(attr="scheme", value=held):
                schemes = schemes or not _is_taken_apart(held, function)
            case ast.Attribute(attr=name) | ast.Name(id=name) if name.startswith("HTTP_30"):
                answers = True
            case ast.Name():
                texts.update(_texts_of(facts, node, function))
            case ast.Call():
                last = facts.index.called(node.func, function).rpartition(".")[2]
                answers = answers or last in {"RedirectResponse", "HTTPException"}
                answers = answers or last.startswith(("redirect", "refuse", "_refuse", "_redirect"))
            case _:
                pass
    schemes = schemes or bool(texts & {"scheme", "x-forwarded-proto"})
    # The address of somebody else is secure, too: one's own is put together, or asked for.
    secure = any(_SECURE.fullmatch(each) for each in texts) or (
        "http" in texts and any(each.startswith("https://") for each in texts)
    )
    return schemes, secure, answers or _sends(function)


def _is_taken_apart(node: ast.expr, function: Function) -> bool:
    """Whether it is an address that a request names, other than its own: ``urlparse(target)``."""
    if isinstance(node, ast.Name):
        values = function.assigned.get(node.id, [])
        return bool(values) and all(_is_taken_apart(each, function) for each in values)
    if not isinstance(node, ast.Call) or last_called(node) not in {"urlparse", "urlsplit"}:
        return False
    parts = (each for given in arguments_of(node) for each in walk(given, ast.Attribute))
    return not any(each.attr in {"base_url", "url"} for each in parts)


def _texts_of(facts: Facts, name: ast.Name, function: Function) -> Iterator[str]:
    """The texts of a constant that a function names."""
    for value, _ in facts.index.values_of(facts.index.symbol(name, function)):
        for node in ast.walk(value):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value.lower()


def _sends(function: Function) -> bool:
    return any(
        isinstance(node, ast.Name | ast.Attribute)
        and "redirect" in (node.id if isinstance(node, ast.Name) else node.attr).lower()
        for node in walk(function.node)
    )
