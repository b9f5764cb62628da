"""Groups of fields in the class of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.edits.base import Refused
from fastscaffold.edits.python.imported_names import (
    add_in_turn,
    add_names,
    remove_names,
    split_imports,
)
from fastscaffold.edits.python.names import dotted
from fastscaffold.edits.python.sites import UnplacedError
from fastscaffold.edits.python.source import Patch, UnreadableError, patched, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.edits.add_setting import AddSetting
    from fastscaffold.edits.python.blocks import Block, Statement
    from fastscaffold.edits.python.source import PythonSource

_BASE = "BaseSettings"


def add(source: bytes, edits: Sequence[AddSetting]) -> bytes | Refused:
    """Give the module with the groups in it; the first that cannot be placed refuses all."""
    edit = edits[0]
    try:
        module = read(source)
        block = _settings_class(module)
        present = {name for statement in block.statements if (name := _field(statement))}
        missing: list[AddSetting] = []
        for edit in edits:
            wanted = _wanted(edit)
            if present.issuperset(wanted):
                continue
            if clash := sorted(present & wanted):
                return Refused(f"{clash[0]} is a field already.", _snippet(edit))
            present |= wanted
            missing.append(edit)
        together, alone = split_imports(module, [(item, item.imports) for item in missing])
        content = _with_groups(module, block, together) if together else source
    except (UnreadableError, UnplacedError) as error:
        unreadable = isinstance(error, UnreadableError)
        return Refused(error.reason, _snippet(edit), error.line, unreadable=unreadable)
    return add_in_turn(add, content, alone)


def _with_groups(module: PythonSource, block: Block, edits: Sequence[AddSetting]) -> bytes:
    patch = Patch()
    # Those that come to stand at the same line are inserted in their order.
    for edit in sorted(edits, key=lambda edit: edit.group):
        _place(module, block, edit, patch)
    imports = [pair for edit in edits for pair in edit.imports]
    add_names(module, imports, patch, edits[0].line_length)
    return patched(module, patch)


def remove(source: bytes, edit: AddSetting) -> bytes | Refused:
    """Give the module without the group."""
    try:
        module = read(source)
        wanted = _wanted(edit)
        fields = [item for item in _settings_class(module).statements if _field(item) in wanted]
        if not fields:
            return source
        first, last = fields[0].span.first - 1, fields[-1].span.last
        text = [line.strip() for line in module.lines[first : last + 1]]
        if text != [f"# {edit.group}", *edit.lines]:
            reason = f"The settings of {edit.group} were changed, so they stay."
            return Refused(reason, _snippet(edit), first + 1)
        patch = Patch()
        patch.delete(first - 1 if not module.lines[first - 1].strip() else first, last)
        remove_names(module, edit.imports, fields, patch, edit.line_length)
        return patched(module, patch)
    except (UnreadableError, UnplacedError) as error:
        unreadable = isinstance(error, UnreadableError)
        return Refused(error.reason, _snippet(edit), error.line, unreadable=unreadable)


def _settings_class(module: PythonSource) -> Block:
    found = [
        statement
        for statement in module.block.statements
        if isinstance(statement.node, cst.ClassDef)
        and any(
            (dotted(base.value) or "").rpartition(".")[2] == _BASE for base in statement.node.bases
        )
    ]
    if len(found) != 1:
        count = "no class" if not found else "more than one class"
        raise UnreadableError(f"There is {count} that extends {_BASE}.")
    block = found[0].blocks[0]
    if block.inline:
        raise UnplacedError("The class has no lines of its own.", found[0])
    return block


def _place(module: PythonSource, block: Block, edit: AddSetting, patch: Patch) -> None:
    """After the last field, or before the first group whose name comes later."""
    fields = [statement for statement in block.statements if _field(statement)]
    if not fields:
        raise UnplacedError("The class has no fields yet.", block.statements[0])
    step = module.lines[fields[-1].span.first]
    indent = step[: len(step) - len(step.lstrip())]
    lines = [f"{indent}# {edit.group}", *[f"{indent}{line}" for line in edit.lines]]
    for statement in fields:
        above = statement.span.first - 1
        comment = module.lines[above].strip()
        heads = comment.startswith("# ") and not module.lines[above - 1].strip()
        if heads and comment > f"# {edit.group}":
            patch.insert(above, [*lines, ""])
            return
    patch.insert(fields[-1].span.last + 1, ["", *lines])


def _field(statement: Statement) -> str | None:
    match statement.small:
        case [cst.AnnAssign(target=cst.Name(value=name))]:
            return name
        case _:
            return None


def _wanted(edit: AddSetting) -> set[str]:
    return {line.partition(":")[0].strip() for line in edit.lines}


def _snippet(edit: AddSetting) -> str:
    imports = [f"from {module} import {name}" for module, name in edit.imports]
    return "\n".join([*imports, f"    # {edit.group}", *[f"    {line}" for line in edit.lines]])
