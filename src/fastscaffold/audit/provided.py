"""What FastAPI hands to the parameters of routes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import last_called

if TYPE_CHECKING:
    from fastscaffold.audit.modules import Function

# What marks a parameter as one that depends on something.
DEPENDS = frozenset({"Depends", "Security"})


def provided(function: Function, name: str) -> list[ast.expr]:
    """What FastAPI gives for a parameter that depends on it: a call of what it depends on."""
    for argument, default in function.parameters():
        if argument.arg != name:
            continue
        annotation = argument.annotation
        given = [] if default is None else [default]
        if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
            given += annotation.slice.elts[1:]
        return [
            ast.copy_location(ast.Call(each.args[0], [], []), each)
            for each in given
            if isinstance(each, ast.Call) and each.args and last_called(each) in DEPENDS
        ]
    return []
