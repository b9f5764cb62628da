"""Paths that a function looks at before it uses them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

# Whoever asks whether a path is inside of a folder has thought of it.
_CHECKS = frozenset(
    {"commonpath", "commonprefix", "is_relative_to", "relative_to", "secure_filename"}
)


def is_path_checked(nodes: Iterable[ast.AST]) -> bool:
    """Whether some of a function's nodes clean a path, or ask where it leads."""
    return any(_checks(node) for node in nodes)


def _checks(node: ast.AST) -> bool:
    match node:
        case ast.Call():
            return last_called(node) in _CHECKS
        case ast.Compare(left=ast.Constant(value="/" | "\\" | ".."), ops=[ast.In() | ast.NotIn()]):
            return True
        case ast.Compare():
            # `path.resolve().parent != folder`
            return any(
                isinstance(each, ast.Attribute) and each.attr in {"parent", "parents"}
                for each in walk(node)
            )
        case _:
            return False
