"""What a scope makes: the calls whose results it names or returns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.modules import Scope

RETURNED = "<returned>"  # what a function returns has no name in it


def made_in(scope: Scope) -> Iterator[tuple[str, ast.Call]]:
    """Calls whose results have a name in a scope, or are returned from it."""
    for name, values in scope.assigned.items():
        for value in values:
            sides = [value]
            if isinstance(value, ast.BoolOp | ast.IfExp):  # a default for what is not given
                sides = (
                    value.values if isinstance(value, ast.BoolOp) else [value.body, value.orelse]
                )
            yield from ((name, each) for each in sides if isinstance(each, ast.Call))
    if isinstance(scope, Function):
        for node in walk(scope.node, ast.Return):
            if isinstance(node.value, ast.Call):
                yield RETURNED, node.value
