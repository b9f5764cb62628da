"""The nodes of one function without those of functions that are defined in it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import SCOPES, children, remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.modules import Function


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """Every node that runs when a function runs, in document order."""
    return iter(remembered(function.node, "_own", lambda: list(nodes_of(function.node.body))))


def nodes_of(statements: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of some statements; what is defined in them is not entered."""
    waiting = list(reversed(list(statements)))
    while waiting:
        node = waiting.pop()
        if isinstance(node, SCOPES):
            continue
        yield node
        waiting += reversed(list(children(node)))


def returned(function: Function) -> Iterator[ast.expr]:
    """What a function returns."""
    for node in own_nodes(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
