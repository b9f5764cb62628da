"""Places in a project, which everything that the audit says has to cite."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.modules import Call, Class, Function, Module


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file, and what is to be seen there.

    Attributes:
        path: relative to the audited directory, with forward slashes.
        line: 1-based; 1 where the file as a whole is meant.
    """

    path: str
    line: int = 1
    note: str = ""


def at(module: Module, node: ast.expr | ast.stmt | ast.arg, note: str = "") -> Place:
    """The place of a node."""
    return Place(module.path, node.lineno, note)


def at_call(call: Call, note: str = "") -> Place:
    """The place of a call."""
    return at(call.module, call.node, note)


def at_definition(defined: Function | Class, note: str = "") -> Place:
    """The place of a definition: the line of its name, not of its decorators."""
    return Place(defined.module.path, defined.node.lineno, note)


def at_import(module: Module, library: str) -> Place:
    """The place where a module imports a library, or a part of one such as ``passlib.hash``."""
    return Place(module.path, _import_line(module, library), f"imports {library}")


def _import_line(module: Module, library: str) -> int:
    for node in walk(module.tree):
        match node:
            case ast.Import():
                if any(f"{alias.name}.".startswith(f"{library}.") for alias in node.names):
                    return node.lineno
            case ast.ImportFrom(module=str() as name):
                if f"{name}.".startswith(f"{library}.") or library.startswith(f"{name}."):
                    return node.lineno
            case _:
                pass
    return 1
