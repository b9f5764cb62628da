"""What many facts and rules ask of a node by itself."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet


def constant_texts(node: ast.AST) -> Iterator[str]:
    """All texts that stand in an expression."""
    for each in walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def arguments_of(call: ast.Call) -> list[ast.expr]:
    """All that a call is given, by whatever name."""
    return [*call.args, *(each.value for each in call.keywords)]


def is_none(node: ast.AST | None) -> bool:
    """Whether ``None`` is written down."""
    return isinstance(node, ast.Constant) and node.value is None


def names_in(node: ast.AST) -> set[str]:
    """The names that stand in an expression."""
    return {each.id for each in walk(node) if isinstance(each, ast.Name)}


def mentions(node: ast.AST, names: AbstractSet[str]) -> bool:
    """Whether a name of some stands in an expression."""
    return any(isinstance(each, ast.Name) and each.id in names for each in walk(node))


def unsubscripted(node: ast.expr) -> ast.expr:
    """A class without what it is given: ``list`` of ``list[Item]``."""
    return node.value if isinstance(node, ast.Subscript) else node
