"""Places in a project, which everything that the audit says has to cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

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
