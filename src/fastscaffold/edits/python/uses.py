"""Which names a module uses, found as cheaply as possible."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.edits.python.blocks import Statement
    from fastscaffold.edits.python.source import PythonSource

_NAME = re.compile(r"[^\W\d]\w*")


class UsedNames:
    """Names of a module; the tree is only walked where the text holds the name at all."""

    def __init__(self, source: PythonSource) -> None:
        self._source = source
        self._taken: set[str] = set()
        self._without: Counter[str] = Counter()
        self._statements: list[Statement] = []

    def take(self, name: str) -> None:
        """Remember a name that is about to be added."""
        self._taken.add(name)

    def leave_out(self, statements: Iterable[Statement]) -> None:
        """Disregard statements that are about to be removed."""
        for statement in statements:
            span = statement.span
            text = "".join(self._source.lines[span.first : span.last + 1])
            self._without.update(_NAME.findall(text))
            self._statements.append(statement)

    def mentions(self, name: str) -> bool:
        """Whether a name means anything in the module already."""
        if name in self._taken:
            return True
        return bool(self._words[name]) and name in self._names

    def references(self, name: str) -> bool:
        """Whether a name is used by anything but an import."""
        if self._words[name] <= self._without[name]:
            return False
        return self._references[name] > self._left_out[name]

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(_NAME.findall(self._source.text))

    @cached_property
    def _names(self) -> set[str]:
        return set(references(self._source.tree, imports=True))

    @cached_property
    def _references(self) -> Counter[str]:
        return Counter(references(self._source.tree))

    @cached_property
    def _left_out(self) -> Counter[str]:
        return Counter(
            name for statement in self._statements for name in references(statement.node)
        )


def references(node: cst.CSTNode, *, imports: bool = False) -> Iterator[str]:
    """Names that are used as such: no attributes, no keywords, and no imports unless asked for."""
    pending: list[cst.CSTNode] = [node]
    while pending:
        current = pending.pop()
        match current:
            case cst.Name(value=value):
                yield value
            case cst.Import() | cst.ImportFrom() | cst.LazyImport() | cst.LazyImportFrom():
                pending.extend(current.children if imports else ())
            case cst.Attribute(value=value):
                pending.append(value)
            case cst.Arg(value=value):
                pending.append(value)
            case _:
                pending.extend(current.children)
