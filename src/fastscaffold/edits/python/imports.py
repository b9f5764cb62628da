"""Where the import of a name goes, and what leaves with it.

The order is that of isort as ruff carries it out, so a file that was sorted stays sorted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst

from fastscaffold.edits.python.names import AnyImport, FromImport, PlainImport, module_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fastscaffold.edits.python.blocks import Statement
    from fastscaffold.edits.python.source import Patch, PythonSource

_DIGITS = re.compile(r"(\d+)")
_Key: TypeAlias = tuple[tuple[int, int | str], ...]


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A from-import of one name.

    Attributes:
        alias: the local name; the same as ``name`` for none.
    """

    module: str
    name: str
    alias: str

    @property
    def root(self) -> str:
        """The package that it imports from."""
        return self.module.partition(".")[0]

    @property
    def text(self) -> str:
        """The import on one line."""
        return f"from {self.module} import {self._name}"

    def lines(self, width: int, step: str = "    ") -> list[str]:
        """The import as a formatter would break it."""
        if len(self.text) <= width:
            return [self.text]
        return [f"from {self.module} import (", f"{step}{self._name},", ")"]

    @property
    def _name(self) -> str:
        return self.name if self.alias == self.name else f"{self.name} as {self.alias}"


def sort_key(module: str) -> _Key:
    """Order of modules within a section: without regard to case, numbers by their value."""
    parts = _DIGITS.split(module.lower())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


def imports_from(source: PythonSource, module: str) -> bool:
    """Whether an import of a module has others from the same package to stand beside."""
    root = module.partition(".")[0]
    return any(_module(statement, root) is not None for statement in _run(source, root, None))


def insert_imports(
    source: PythonSource,
    wanted: Iterable[ImportLine],
    patch: Patch,
    *,
    width: int,
    limit: int | None = None,
) -> None:
    """Plan the insertion of imports.

    Args:
        source: the file.
        wanted: imports that are not there.
        patch: receives the lines.
        width: longest line.
        limit: index of the module's statement that the imports must not come after.
    """
    imports = list(wanted)
    if not imports:
        return
    root = imports[0].root
    run = _run(source, root, limit)
    siblings = [statement for statement in run if _module(statement, root) is not None]
    if siblings:
        for at, line in _among(source, siblings, imports, root):
            patch.insert(at, line.lines(width, source.step))
        return
    lines = [text for line in _sorted(imports) for text in line.lines(width, source.step)]
    plain = [statement for statement in run if _imports_plainly(statement, root)]
    relative = next((statement for statement in run if _is_relative(statement)), None)
    if plain:
        patch.insert(plain[-1].span.last + 1, lines)
    elif relative is not None and relative is not run[0]:
        gap = [""] if _blank_above(source, relative) else []
        patch.insert(_comment_above(source, relative), [*lines, *gap])
    elif run:
        patch.insert(run[-1].span.last + 1, ["", *lines])
    else:
        _first(source, lines, patch)


def remove_imports(source: PythonSource, leaving: Sequence[Statement], patch: Patch) -> None:
    """Plan the removal of whole import statements, and of the blank lines that came with them."""
    for statement in leaving:
        patch.delete(statement.span.first, statement.span.last)
    body = source.block.statements
    gone = {statement.index for statement in leaving if statement.block is source.block}
    for index in sorted(gone):
        if index - 1 in gone and body[index - 1].span.last + 1 == body[index].span.first:
            continue
        end = index
        while end + 1 in gone and body[end].span.last + 1 == body[end + 1].span.first:
            end += 1
        _close_gap(source, index, end, patch)


def _close_gap(source: PythonSource, start: int, end: int, patch: Patch) -> None:
    body = source.block.statements
    above, below = body[start].span.first - 1, body[end].span.last + 1
    following = body[end + 1] if end + 1 < len(body) else None
    blank_above, blank_below = _is_blank(source, above), _is_blank(source, below)
    if start == 0 and not _is_docstring(body[0]):
        count = _blank_lines_before(following)
        if blank_above or above < 0 or _is_comment(source, above):
            for line in range(below, below + count):
                if _is_blank(source, line):
                    patch.deleted.add(line)
        return
    beside = (
        not blank_above
        or above < 0
        or (below < len(source.lines) and not blank_below and _starts_import(following))
    )
    if not beside:
        patch.deleted.add(above)


def _run(source: PythonSource, root: str, limit: int | None) -> list[Statement]:
    """The stretch of imports that new ones belong to."""
    runs: list[list[Statement]] = [[]]
    body = source.block.statements
    for statement in body[: len(body) if limit is None else limit + 1]:
        if _is_import(statement):
            runs[-1].append(statement)
        elif runs[-1] and not _passes_for_import(statement):
            runs.append([])
    runs = [run for run in runs if run]
    for run in reversed(runs):
        if any(_module(statement, root) is not None for statement in run):
            return run
    definition = next(
        (s.index for s in body if isinstance(s.node, cst.FunctionDef | cst.ClassDef)), len(body)
    )
    early = [run for run in runs if run[0].index < definition]
    return early[-1] if early else []


def _among(
    source: PythonSource,
    siblings: list[Statement],
    imports: list[ImportLine],
    root: str,
) -> Iterator[tuple[int, ImportLine]]:
    """Where each import goes, between those from the same package.

    Where those are in no order they follow in their own, so that it makes no difference whether
    they come together or one by one.
    """
    keys = [sort_key(_module(statement, root) or "") for statement in siblings]
    is_sorted = keys == sorted(keys)
    for line in _sorted(imports) if is_sorted else imports:
        place = bisect_right(keys, sort_key(line.module)) if is_sorted else len(siblings)
        if place:
            yield siblings[place - 1].span.last + 1, line
        else:
            yield _comment_above(source, siblings[0]), line


def _sorted(imports: Iterable[ImportLine]) -> list[ImportLine]:
    return sorted(imports, key=lambda line: (sort_key(line.module), line.name))


def _first(source: PythonSource, lines: list[str], patch: Patch) -> None:
    body = source.block.statements
    if body and _is_docstring(body[0]):
        patch.insert(body[0].span.last + 1, ["", *lines])
        return
    following = body[0] if body else None
    at = following.span.first if following else len(source.lines)
    if following is not None:
        at = _comment_above(source, following)
    patch.insert(at, [*lines, *[""] * _blank_lines_before(following)])


def _comment_above(source: PythonSource, statement: Statement) -> int:
    """The first line of the comment that stands right above a statement and belongs to it.

    A comment that the file begins with belongs to the file.
    """
    line = first = statement.span.first
    while line > statement.span.lead and _is_comment(source, line - 1):
        line -= 1
    if line == 0:
        return first
    return line


def _blank_lines_before(statement: Statement | None) -> int:
    if statement is None:
        return 0
    return 2 if isinstance(statement.node, cst.FunctionDef | cst.ClassDef) else 1


def _is_blank(source: PythonSource, line: int) -> bool:
    return 0 <= line < len(source.lines) and not source.lines[line].strip()


def _is_comment(source: PythonSource, line: int) -> bool:
    return 0 <= line < len(source.lines) and source.lines[line].lstrip().startswith("#")


def _blank_above(source: PythonSource, statement: Statement) -> bool:
    return _is_blank(source, _comment_above(source, statement) - 1)


def _is_import(statement: Statement) -> bool:
    return bool(statement.small) and all(isinstance(small, AnyImport) for small in statement.small)


def _starts_import(statement: Statement | None) -> bool:
    return statement is not None and _is_import(statement)


def _passes_for_import(statement: Statement) -> bool:
    """Conditional imports do not end the stretch of imports that they stand in."""
    return (
        bool(statement.blocks)
        and all(
            _is_import(inner) or not inner.blocks
            for block in statement.blocks
            for inner in block.statements
        )
        and isinstance(statement.node, cst.If | cst.Try)
    )


def _is_relative(statement: Statement) -> bool:
    first = statement.small[0]
    return isinstance(first, FromImport) and bool(first.relative)


def _imports_plainly(statement: Statement, root: str) -> bool:
    first = statement.small[0]
    if not isinstance(first, PlainImport):
        return False
    node: cst.BaseExpression = first.names[0].name
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name) and node.value == root


def _module(statement: Statement, root: str) -> str | None:
    """The module of a line that imports from a package, and nothing else; None for other lines."""
    if len(statement.small) != 1:
        return None
    small = statement.small[0]
    if not isinstance(small, FromImport) or small.relative:
        return None
    module = module_of(small)
    return module if module == root or module.startswith(f"{root}.") else None


def _is_docstring(statement: Statement) -> bool:
    match statement.small[:1]:
        case [cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString())]:
            return True
        case _:
            return False
