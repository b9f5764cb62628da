"""Walks of syntax trees, each made once: many rules look at the same functions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCOPES = (ast.AsyncFunctionDef, ast.ClassDef, ast.FunctionDef, ast.Lambda)
# Walks of anything smaller cost less than to remember them.
_REMEMBERED = (ast.AsyncFunctionDef, ast.ClassDef, ast.FunctionDef, ast.Module)


def children(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes right below a node, in document order, but for the contexts of names."""
    for name in node._fields:
        if name == "ctx":
            continue
        value: object = getattr(node, name, None)
        if isinstance(value, ast.AST):
            yield value
        elif isinstance(value, list):
            for each in cast("list[object]", value):
                if isinstance(each, ast.AST):
                    yield each


def walk(node: ast.AST) -> list[ast.AST]:
    """A node and all below it, in the order of ``ast.walk``."""
    return remembered(node, "_walk", lambda: _walk(node))


def inside(node: ast.AST) -> list[ast.AST]:
    """What stands in a function, in document order; functions and classes in it are not entered."""
    return remembered(node, "_inside", lambda: _inside(node))


def _walk(node: ast.AST) -> list[ast.AST]:
    found = [node]
    for each in found:
        found += children(each)
    return found


def _inside(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    waiting = list(children(node))[::-1]
    while waiting:
        each = waiting.pop()
        found.append(each)
        if not isinstance(each, SCOPES):
            waiting += list(children(each))[::-1]
    return found


def remembered(node: ast.AST, name: str, make: Callable[[], list[ast.AST]]) -> list[ast.AST]:
    """What was made of a function, a class or a module before under a name, or is made now."""
    if not isinstance(node, _REMEMBERED):
        return make()
    known = vars(node)
    if name not in known:
        known[name] = make()
    found: list[ast.AST] = known[name]
    return found
