"""Imports of names that an edit needs: into an import that is there, or on a line of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import libcst as cst

from fastscaffold.edits.base import Refused
from fastscaffold.edits.python.imports import (
    ImportLine,
    imports_from,
    insert_imports,
    remove_imports,
    sort_key,
)
from fastscaffold.edits.python.names import module_of
from fastscaffold.edits.python.source import Patch
from fastscaffold.edits.python.uses import UsedNames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fastscaffold.edits.python.blocks import Statement
    from fastscaffold.edits.python.source import PythonSource

Item = TypeVar("Item")


def add_names(
    module: PythonSource, wanted: Iterable[tuple[str, str]], patch: Patch, width: int
) -> None:
    """Plan imports of names, given as pairs of module and name; what is imported stays as it is.

    Plan them last: they go above whatever else is inserted at the same line.
    """
    missing: dict[str, list[str]] = {}
    for source, name in dict.fromkeys(wanted):
        if name not in _imported(module, source):
            missing.setdefault(source, []).append(name)
    lines: list[ImportLine] = []
    for source, names in missing.items():
        statement = _extensible(module, source)
        if statement is None:
            lines += [ImportLine(source, name, name) for name in names]
        else:
            _rewrite(module, statement, [*_names(statement), *names], patch, width)
    own = Patch()
    for root in sorted({line.root for line in lines}, key=sort_key):
        insert_imports(module, [line for line in lines if line.root == root], own, width=width)
    for at, inserted in own.inserted.items():
        patch.inserted[at] = [*inserted, *patch.inserted.get(at, [])]


def add_in_turn(
    add: Callable[[bytes, Sequence[Item]], bytes | Refused], source: bytes, items: Iterable[Item]
) -> bytes | Refused:
    """Add what cannot be added at once; the first that is refused refuses all.

    Args:
        add: gives a module with some things in it.
        source: the module.
        items: each is added to what the one before it gave.
    """
    for item in items:
        result = add(source, [item])
        if isinstance(result, Refused):
            return result
        source = result
    return source


def split_imports(
    module: PythonSource, wanted: Iterable[tuple[Item, Sequence[tuple[str, str]]]]
) -> tuple[list[Item], list[Item]]:
    """Tell what may be imported at once from what has to wait for the imports of others.

    Args:
        module: is going to import.
        wanted: things, each with the names that it needs.

    Returns:
        Those whose imports come out at once as they would one by one, and the others: they share
        an import line that is yet to be written, or are the first from their package.
    """
    items = list(wanted)
    if len(items) == 1:
        return [items[0][0]], []
    together: list[Item] = []
    alone: list[Item] = []
    new: set[str] = set()
    for item, pairs in items:
        sources = {
            source
            for source, name in pairs
            if name not in _imported(module, source) and _extensible(module, source) is None
        }
        if sources & new or not all(imports_from(module, source) for source in sources):
            alone.append(item)
        else:
            together.append(item)
            new |= sources
    return together, alone


def remove_names(
    module: PythonSource,
    unwanted: Iterable[tuple[str, str]],
    leaving: Sequence[Statement],
    patch: Patch,
    width: int,
) -> None:
    """Plan the removal of imports that nothing uses but statements that are leaving."""
    uses = UsedNames(module)
    uses.leave_out(leaving)
    whole: list[Statement] = []
    for source, name in dict.fromkeys(unwanted):
        statement = next((item for item in _imports(module, source) if name in _names(item)), None)
        if statement is None or uses.references(name):
            continue
        kept = [other for other in _names(statement) if other != name]
        if not kept:
            whole.append(statement)
        elif statement is _extensible(module, source):
            _rewrite(module, statement, kept, patch, width)
    remove_imports(module, whole, patch)


def _imports(module: PythonSource, source: str) -> list[Statement]:
    return [
        statement
        for statement in module.block.statements
        if len(statement.small) == 1
        and isinstance(statement.small[0], cst.ImportFrom)
        and module_of(statement.small[0]) == source
    ]


def _imported(module: PythonSource, source: str) -> set[str]:
    return {name for statement in _imports(module, source) for name in _names(statement)}


def _names(statement: Statement) -> list[str]:
    """Names that an import binds as they are; an aliased one counts for none."""
    small = statement.small[0]
    if not isinstance(small, cst.ImportFrom) or isinstance(small.names, cst.ImportStar):
        return []
    return [
        alias.name.value
        for alias in small.names
        if isinstance(alias.name, cst.Name) and alias.asname is None
    ]


def _extensible(module: PythonSource, source: str) -> Statement | None:
    """An import that can be written anew without losing anything: no alias, no comment."""
    for statement in _imports(module, source):
        small = statement.small[0]
        span = statement.span
        code = "".join(module.lines[span.first : span.last + 1])
        if (
            isinstance(small, cst.ImportFrom)
            and not isinstance(small.names, cst.ImportStar)
            and len(_names(statement)) == len(small.names)
            and "#" not in code
            and "\\" not in code
        ):
            return statement
    return None


def _rewrite(
    module: PythonSource, statement: Statement, names: Iterable[str], patch: Patch, width: int
) -> None:
    small = statement.small[0]
    source = module_of(small) if isinstance(small, cst.ImportFrom) else ""
    span = statement.span
    ordered = sorted(names, key=_sort_key)
    line = f"from {source} import {', '.join(ordered)}"
    exploded = span.last > span.first and module.lines[span.last - 1].rstrip().endswith(",")
    if len(line) <= width and not exploded:
        lines = [line]
    else:
        lines = [f"from {source} import (", *[f"    {name}," for name in ordered], ")"]
    patch.delete(span.first, span.last)
    patch.insert(span.first, lines)


def _sort_key(name: str) -> tuple[int, str, str]:
    """Constants, classes, the rest, as isort has them and ruff after it."""
    kind = 2
    if name.isupper() and len(name) > 1:
        kind = 0
    elif name[:1].isupper():
        kind = 1
    return kind, name.lower(), name
