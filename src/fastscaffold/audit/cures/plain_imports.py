"""Imports of whole modules."""

from __future__ import annotations

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
    """The module with plain imports, each before the first one of its run that sorts behind it.

    Raises:
        UncertainError: there is no such run.
    """
    for name in names:
        module = read(source)
        statements = module.block.statements
        run = next((each for each in statements if _plain_import(each) is not None), None)
        if run is None:
            raise UncertainError(f"There is no import to put `import {name}` beside.")
        at = run.span.first
        for statement in statements[run.index :]:
            imported = _plain_import(statement)
            if imported is None or imported.lower() > name:
                break
            at = statement.span.last + 1
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


def _plain_import(statement: Statement) -> str | None:
    match statement.small:
        case [cst.Import(names=[cst.ImportAlias(name=imported), *_])]:
            return cst.Module([]).code_for_node(imported)
        case _:
            return None
