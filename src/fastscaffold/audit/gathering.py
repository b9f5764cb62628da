"""Packages that make names of what their modules define, whatever these are called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import dotted, last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.modules import Module

_LOADS = frozenset({"__import__", "import_module", "load_module"})


def gathers_names(package: Module) -> bool:
    """Whether a package loads modules by texts, and writes into its own names.

    ``globals()[name] = found``, ``globals().update(…)`` or ``setattr(sys.modules[__name__], …)``.
    """
    if not any(last_called(each.node) in _LOADS for each in package.calls):
        return False
    return any(map(_writes_names, walk(package.tree)))


def _writes_names(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(value=held, ctx=ast.Store()):
            return _are_names(held)
        case ast.Call(func=ast.Attribute(value=held, attr="update" | "setdefault" | "__setitem__")):
            return _are_names(held)
        case ast.Call(
            func=ast.Name(id="setattr"),
            args=[ast.Subscript(value=held, slice=ast.Name(id=name)), *_],
        ):
            return name == "__name__" and dotted(held) == "sys.modules"
        case _:
            return False


def _are_names(node: ast.expr) -> bool:
    """Whether an expression is all names of the module that it stands in."""
    match node:
        case ast.Call(func=ast.Name(id="globals"), args=[]):
            return True
        case _:
            return False
