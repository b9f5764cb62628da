"""Which names of a function hold some texts, directly or by way of others."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# Methods that put something into what they are called on.
PUTTING = frozenset({"add", "append", "appendleft", "extend", "insert", "setdefault", "update"})


def names_of(nodes: Iterable[ast.AST], texts: Collection[ast.expr]) -> dict[str, ast.expr]:
    """The names that are given one of some texts in document order, each with the text."""
    found: dict[str, ast.expr] = {}
    for node in nodes:
        for name, value in _given(node):
            text = _taken(value, texts, found)
            if text is not None:
                found.setdefault(name, text)
    return found


def _given(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement gives a value, or puts one into, with it."""
    match node:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value):
            yield name, value
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _pairs(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _pairs(target, value)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[*_, value]
        ) if method in PUTTING:
            yield name, value
        case _:
            pass


def _taken(
    value: ast.expr, texts: Collection[ast.expr], names: dict[str, ast.expr]
) -> ast.expr | None:
    """The text that a value holds; none where it is only decided by it."""
    if isinstance(value, ast.Compare):
        return None
    parts = value.values if isinstance(value, ast.BoolOp) else walk(value)
    for each in parts:
        if isinstance(each, ast.expr) and each in texts:
            return each
        if isinstance(each, ast.Name) and each.id in names:
            return names[each.id]
    return None


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Subscript):
        yield from _pairs(target.value, value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, given in zip(target.elts, value.elts, strict=False):
            yield from _pairs(each, given)
