"""Formatters that write pairs of keys and values, as logfmt has them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import own_nodes

if TYPE_CHECKING:
    from fastscaffold.audit.modules import Function


def writes_pairs(method: Function) -> bool:
    """Whether a method makes a text such as ``key="value"`` of names and values alike."""
    return any(
        isinstance(node, ast.JoinedStr) and _is_pair(node.values) for node in own_nodes(method)
    )


def _is_pair(parts: list[ast.expr]) -> bool:
    match parts:
        case [ast.FormattedValue(), ast.Constant(value=str() as between), ast.FormattedValue(), *_]:
            return between.strip("'\"") == "="
        case _:
            return False
