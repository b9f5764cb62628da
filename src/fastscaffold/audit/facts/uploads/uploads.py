"""Names and expressions of a function that hold uploads."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.modules import Class
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

_UPLOADS = frozenset({"UploadFile"})
# How many calls an upload is followed back through.
MAX_FUNCTIONS = 2


class Uploads:
    """Parameters that are uploads, items of lists of them, and fields of models."""

    def __init__(self, facts: Facts, function: Function, steps: int = MAX_FUNCTIONS) -> None:
        self.facts = facts
        self.index = facts.index
        self.function = function
        self.steps = steps

    @cached_property
    def names(self) -> frozenset[str]:
        """Local names that are uploads."""
        lists = {
            argument.arg
            for argument, _ in self.function.parameters()
            if argument.annotation is not None and self._is_of_uploads(argument.annotation)
        }
        lists |= self._given()
        return frozenset(lists | set(self._items(lists)) | self._seen())

    def holds(self, node: ast.expr) -> bool:
        """Whether an expression is an upload."""
        if isinstance(node, ast.Name) and node.id in self.names:
            return True
        return self._is_upload(self.index.kind(node, self.function)) or self.is_field(node)

    def is_field(self, node: ast.expr) -> bool:
        """Whether a model or a dependency holds an upload: ``form.picture``."""
        if not isinstance(node, ast.Attribute):
            return False
        holder = self.index.definition(self.index.kind(node.value, self.function))
        if not isinstance(holder, Class):
            return False
        field = all_fields(self.index, holder).get(node.attr)
        if field is None:
            return False
        kinds = self.index.typed(field.annotation, field.owner)
        return any(self._is_upload(self.index.symbol(each, scope)) for each, scope in kinds)

    def _is_upload(self, symbol: str | None) -> bool:
        """Whether a class is that of uploads, or one that a project derives from it."""
        bases = self.index.ancestors(symbol)
        return any(each.rpartition(".")[2] in _UPLOADS for each in bases)

    def _is_of_uploads(self, annotation: ast.expr) -> bool:
        module = self.function.module
        return any(
            self._is_upload(self.index.symbol(node, module))
            for each in self.index.members(annotation, module)
            for node in walk(each)
            if isinstance(node, ast.Name | ast.Attribute)
        )

    def _given(self) -> set[str]:
        """Parameters that calls give an upload, whatever their annotations say."""
        calls = self.facts.callers.of(self.function) if self.steps else []
        found: set[str] = set()
        for call in calls:
            if call.function is None or call.function is self.function:
                continue
            uploads = Uploads(self.facts, call.function, self.steps - 1)
            for argument, _ in self.function.parameters():
                name = argument.arg
                value = call.argument(name, self.function.position(name))
                if value is not None and uploads.holds(value):
                    found.add(name)
        return found

    def _seen(self) -> frozenset[str]:
        """Uploads of the function that it is defined in, by names that it has not itself."""
        if self.function.parent is None:
            return frozenset()
        hidden = {argument.arg for argument, _ in self.function.parameters()}
        outer = Uploads(self.facts, self.function.parent, self.steps)
        return outer.names - hidden - set(self.function.assigned)

    def _items(self, lists: set[str]) -> Iterator[str]:
        for node in walk(self.function.node):
            match node:
                case ast.For() | ast.AsyncFor() | ast.comprehension():
                    yield from _of_lists(node.target, node.iter, lists)
                case _:
                    pass


def _of_lists(target: ast.expr, iterated: ast.expr, lists: set[str]) -> Iterator[str]:
    """What a loop calls the items, as in ``for number, file in enumerate(files)``."""
    match target, iterated:
        case ast.Name(id=name), ast.Name(id=gone_through) if gone_through in lists:
            yield name
        case (
            ast.Tuple(elts=[_, inner]),
            ast.Call(func=ast.Name(id="enumerate"), args=[listed, *_]),
        ):
            yield from _of_lists(inner, listed, lists)
        case ast.Tuple(elts=targets), ast.Call(func=ast.Name(id="zip"), args=listed):
            for inner, each in zip(targets, listed, strict=False):
                yield from _of_lists(inner, each, lists)
        case _:
            pass
