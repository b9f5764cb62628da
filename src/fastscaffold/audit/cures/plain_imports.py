"""Imports of whole modules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.audit.cures.base import UncertainError
from fastscaffold.edits.python.imports import remove_imports
from fastscaffold.edits.python.source import Patch, patched, read
from fastscaffold.edits.python.uses import UsedNames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.edits.python.blocks import Statement


def import_modules(source: bytes, names: Sequence[str]) -> bytes:
    """The module with plain imports of the standard library, beside the others from there.

    Raises:
        UncertainError: it imports nothing else from there.
    """
    for name in names:
        module = read(source)
        beside = [
            each for each in module.block.statements if _root(each) in sys.stdlib_module_names
        ]
        if not beside:
            raise UncertainError(f"There is no import to put `import {name}` beside.")
        before = [each for each in beside if (_plain_import(each) or name).lower() < name]
        at = before[-1].span.last + 1 if before else beside[0].span.first
        patch = Patch()
        patch.insert(at, [f"import {name}"])
        source = patched(module, patch)
    return source


def drop_imports(source: bytes, names: Sequence[str]) -> bytes:
    """The module without imports of nothing but a name that nothing uses."""
    for name in dict.fromkeys(names):
        module = read(source)
        if UsedNames(module).references(name):
            continue
        leaving = [each for each in module.block.statements if _binds_only(each, name)]
        patch = Patch()
        remove_imports(module, leaving, patch)
        source = patched(module, patch)
    return source


def _binds_only(statement: Statement, name: str) -> bool:
    match statement.small:
        case [cst.Import(names=[alias]) | cst.ImportFrom(names=[cst.ImportAlias() as alias])]:
            return alias.evaluated_alias == name or (
                alias.asname is None and alias.evaluated_name == name
            )
        case _:
            return False


def _root(statement: Statement) -> str:
    """The package that a line imports from; empty for other lines, and for those of the future."""
    imported = _plain_import(statement)
    match statement.small:
        case [cst.ImportFrom(module=cst.Attribute() | cst.Name() as module, relative=())]:
            imported = cst.Module([]).code_for_node(module)
        case _:
            pass
    root = (imported or "").partition(".")[0]
    return "" if root == "__future__" else root


def _plain_import(statement: Statement) -> str | None:
    match statement.small:
        case [cst.Import(names=[cst.ImportAlias(name=imported), *_])]:
            return cst.Module([]).code_for_node(imported)
        case _:
            return None
