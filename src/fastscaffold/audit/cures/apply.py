"""Carries changes out on the bytes of one file, so that nothing else of it changes."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from fastscaffold.audit.cures.base import Rewrite, Site, UncertainError
from fastscaffold.audit.cures.plain_imports import drop_imports, import_modules
from fastscaffold.edits.python.imported_names import add_names
from fastscaffold.edits.python.source import Patch, UnreadableError, patched, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from libcst.metadata import CodeRange

    from fastscaffold.audit.cures.base import Make, Retext
    from fastscaffold.edits.python.source import PythonSource

# Definitions and statements are known by where they begin: their ends are counted differently.
_BY_START = (cst.ClassDef, cst.FunctionDef, cst.SimpleStatementLine)
_Key: TypeAlias = "tuple[tuple[int, int], tuple[int, int] | None, type[cst.CSTNode]]"
_KINDS: dict[type[ast.AST], type[cst.CSTNode]] = {
    ast.AsyncFunctionDef: cst.FunctionDef,
    ast.Attribute: cst.Attribute,
    ast.Call: cst.Call,
    ast.ClassDef: cst.ClassDef,
    ast.Constant: cst.SimpleString,
    ast.Dict: cst.Dict,
    ast.Expr: cst.SimpleStatementLine,
    ast.FunctionDef: cst.FunctionDef,
}


def rewritten(source: bytes, rewrites: Sequence[Rewrite], width: int) -> bytes:
    """The bytes of a Python file with some of its nodes changed.

    Args:
        source: the file.
        rewrites: of the same file, as the facts know it.
        width: of the longest line that the project's formatter makes.

    Raises:
        UncertainError: the file does not survive being parsed and written back, a node is not
            where it should be, or the result would not be valid.
    """
    try:
        module = read(source)
        wrapper = MetadataWrapper(module.tree)
        mender = _Mender(module, wrapper.resolve(PositionProvider), rewrites, width)
        tree = cst.ensure_type(wrapper.module.visit(mender), cst.Module)
        if mender.done != len(rewrites):
            raise UncertainError("The code to change was not found in the syntax tree.")
        content = module.bom + tree.bytes
        modules = tuple(dict.fromkeys(name for each in rewrites for name in each.modules))
        content = import_modules(content, modules)
        content = _with_names(content, [name for each in rewrites for name in each.names], width)
        return drop_imports(content, [name for each in rewrites for name in each.freed])
    except UnreadableError as error:
        raise UncertainError(error.reason) from error
    except cst.CSTValidationError as error:
        raise UncertainError("The code to change has a shape that is not known.") from error


def _with_names(source: bytes, names: Sequence[tuple[str, str]], width: int) -> bytes:
    module = read(source)
    patch = Patch()
    add_names(module, names, patch, width)
    return patched(module, patch)


def retexted(source: bytes | None, changes: Sequence[Retext]) -> bytes:
    """The bytes of another file with changes of its text.

    Raises:
        UncertainError: it is not UTF-8.
    """
    try:
        text = (source or b"").decode()
    except UnicodeDecodeError as error:
        raise UncertainError("The file is not UTF-8.") from error
    for change in changes:
        text = change.make(text)
    return text.encode()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands, in characters."""

    start: tuple[int, int]
    end: tuple[int, int]


class _Mender(cst.CSTTransformer):
    """Replaces the nodes that are asked for, the inner ones first."""

    def __init__(
        self,
        module: PythonSource,
        ranges: Mapping[cst.CSTNode, CodeRange],
        rewrites: Sequence[Rewrite],
        width: int,
    ) -> None:
        super().__init__()
        self._ranges = ranges
        self.done = 0
        self._lines = module.lines
        self._step = module.step
        self._width = width
        self._makes: defaultdict[_Key, list[Make]] = defaultdict(list)
        for each in rewrites:
            self._makes[self._key(each.node)].append(each.make)

    def on_leave(  # the one hook that sees all kinds of nodes
        self, original_node: cst.CSTNodeT, updated_node: cst.CSTNodeT
    ) -> cst.CSTNodeT | cst.RemovalSentinel | cst.FlattenSentinel[cst.CSTNodeT]:
        """Change a node that was asked for."""
        if not isinstance(original_node, tuple(_KINDS.values())):
            return updated_node
        found = self._ranges[original_node]
        place = _Place((found.start.line, found.start.column), (found.end.line, found.end.column))
        end = None if isinstance(original_node, _BY_START) else place.end
        result: cst.CSTNode = updated_node
        for make in self._makes.get((place.start, end, type(original_node)), ()):
            self.done += 1
            result = make(result, self._site(place))
        return result  # type: ignore[return-value] # the same kind of node, or one that may stand there

    def _key(self, node: ast.expr | ast.stmt) -> _Key:
        kind = _KINDS.get(type(node))
        if kind is None:
            raise UncertainError("The code to change has a shape that is not known.")
        start = (node.lineno, self._column(node.lineno, node.col_offset))
        if kind in _BY_START or node.end_lineno is None or node.end_col_offset is None:
            return start, None, kind
        return start, (node.end_lineno, self._column(node.end_lineno, node.end_col_offset)), kind

    def _column(self, line: int, offset: int) -> int:
        """Characters, where the facts count bytes."""
        if line > len(self._lines):
            raise UncertainError("The code to change was not found in the syntax tree.")
        return len(self._lines[line - 1].encode()[:offset].decode(errors="replace"))

    def _site(self, place: _Place) -> Site:
        first = self._lines[place.start[0] - 1]
        last = self._lines[min(place.end[0], len(self._lines)) - 1].rstrip("\r\n")
        return Site(
            indent=first[: len(first) - len(first.lstrip())],
            step=self._step,
            before=place.start[1],
            after=max(len(last) - place.end[1], 0),
            width=self._width,
        )
