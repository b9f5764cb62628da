"""Names that a cure needs: found among the imports of a module, or to be imported."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.cures.base import UncertainError

if TYPE_CHECKING:
    from fastscaffold.audit.modules import Module


def name_for(module: Module, source: str, name: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """How a module calls what another one defines, and what has to be imported for that.

    Raises:
        UncertainError: the name means something else there.
    """
    at_top = _bound_at_top(module)
    for local, symbol in module.imports.items():
        if symbol == f"{source}.{name}" and local in at_top:
            return local, ()
        if symbol == source and local in at_top:
            return f"{local}.{name}", ()
    _refuse_taken(module, name)
    return name, ((source, name),)


def module_for(module: Module, name: str) -> tuple[str, tuple[str, ...]]:
    """How a module calls another one, and whether that has to be imported.

    Raises:
        UncertainError: the name means something else there.
    """
    for local, symbol in module.imports.items():
        if symbol == name and local in _bound_at_top(module):
            return local, ()
    _refuse_taken(module, name)
    return name, (name,)


def _bound_at_top(module: Module) -> set[str]:
    """Names that are imported where every function sees them."""
    found: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {each.asname or each.name.partition(".")[0] for each in node.names}
    return found


def _refuse_taken(module: Module, name: str) -> None:
    taken = any(
        (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.arg) and node.arg == name)
        or (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and node.name == name
        )
        or (isinstance(node, ast.alias) and (node.asname or node.name.partition(".")[0]) == name)
        for node in ast.walk(module.tree)
    )
    if taken:
        raise UncertainError(f"`{name}` means something else in this module.")
