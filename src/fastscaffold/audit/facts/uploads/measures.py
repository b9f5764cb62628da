"""Expressions that say how large an upload is, before it is read."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.uploads.uploads import Uploads
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

MEASURES = frozenset({"fstat", "getsize", "seek", "tell"})


class Sizes:
    """The sizes that a function has at hand."""

    def __init__(self, facts: Facts, function: Function) -> None:
        self.function = function
        self.uploads = Uploads(facts, function)

    def holds(self, node: ast.expr) -> bool:
        """Whether an expression is the size of an upload, or made from it."""
        return (isinstance(node, ast.Name) and node.id in self._names) or self._is_size(node)

    @cached_property
    def _names(self) -> set[str]:
        assigned = self.function.assigned.items()
        return {name for name, values in assigned if any(map(self._is_size, values))}

    @cached_property
    def _others(self) -> set[str]:
        """Parameters beside uploads, whose sizes are those of something else."""
        names = [argument.arg for argument, _ in self.function.parameters()]
        uploads = {each for each in names if self.uploads.holds(ast.Name(each, ast.Load()))}
        return set(names) - uploads if uploads else set()

    def _is_size(self, node: ast.expr) -> bool:
        for each in walk(node):
            match each:
                case ast.Attribute(value=ast.Name(id=name), attr="size") if name in self._others:
                    pass
                case ast.Attribute(attr="size" | "st_size"):
                    return True
                case ast.Call(func=ast.Attribute(attr=name)) if name in MEASURES:
                    return True
                case ast.Call(
                    func=ast.Name(id="getattr"), args=[_, ast.Constant(value="size"), *_]
                ):
                    return True
                case _:
                    pass
        return False
