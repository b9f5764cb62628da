"""Source text of expressions, whatever their depth."""

from __future__ import annotations

import ast


def unparsed(node: ast.AST) -> str:
    """The text of a node; where that is nested too deeply to be written, one that no other has."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return f"<{type(node).__name__} {id(node)}>"
