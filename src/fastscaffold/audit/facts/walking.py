"""The nodes of one function without those of functions that are defined in it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.modules import Function, Module

_OTHERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """Every node that runs when a function runs, in document order."""
    known = vars(function.node)
    if "_own" not in known:
        known["_own"] = list(nodes_of(function.node.body))
    found: list[ast.AST] = known["_own"]
    return iter(found)


def module_nodes(module: Module) -> Iterator[ast.AST]:
    """Every node that runs when a module is imported, bodies of classes left out."""
    return nodes_of(module.tree.body)


def nodes_of(statements: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of some statements; what is defined in them is not entered."""
    waiting = list(reversed(list(statements)))
    while waiting:
        node = waiting.pop()
        if isinstance(node, _OTHERS):
            continue
        yield node
        waiting += reversed(list(children(node)))


def returned(function: Function) -> Iterator[ast.expr]:
    """What a function returns."""
    for node in own_nodes(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
