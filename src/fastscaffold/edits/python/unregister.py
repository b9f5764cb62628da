"""Takes routers out of a module: their includes, and the imports that nothing else uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.edits.python.imports import remove_imports
from fastscaffold.edits.python.sites import UnplacedError
from fastscaffold.edits.python.uses import UsedNames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastscaffold.edits.include_router import RouterRef
    from fastscaffold.edits.python.blocks import Statement
    from fastscaffold.edits.python.facts import Facts, Include
    from fastscaffold.edits.python.names import Binding
    from fastscaffold.edits.python.source import Patch, PythonSource


def is_import_of(binding: Binding, router: RouterRef) -> bool:
    """Whether an import binds the router itself."""
    relative = f".{router.module.partition('.')[2]}.{router.name}"
    return binding.target in {f"{router.module}.{router.name}", relative}


def remove_routers(
    module: PythonSource,
    facts: Facts,
    present: Mapping[RouterRef, Sequence[Include]],
    routers: Sequence[RouterRef],
    patch: Patch,
) -> None:
    """Plan the removal.

    Raises:
        UnplacedError: a router is used in a way that cannot be taken out.
    """
    leaving: dict[int, Statement] = {}
    bindings: dict[int, tuple[Binding, bool]] = {}
    by_target: dict[str, list[Binding]] = {}
    for binding in facts.bindings.all():
        by_target.setdefault(binding.target, []).append(binding)
    for router in routers:
        for include in present.get(router, ()):
            _require_removable(include)
            leaving[include.statement.order] = include.statement
            _, binding = facts.bindings.resolve(include.routers[0], include.statement)
            if binding is not None:
                bindings[id(binding)] = (binding, False)
        relative = f".{router.module.partition('.')[2]}.{router.name}"
        for target in (f"{router.module}.{router.name}", relative):
            for binding in by_target.get(target, ()):
                bindings[id(binding)] = (binding, True)
    names = UsedNames(module)
    names.leave_out([*leaving.values(), *_statements(bindings)])
    gone: dict[int, list[Binding]] = {}
    for binding, is_router in bindings.values():
        if not names.references(binding.name):
            gone.setdefault(binding.statement.order, []).append(binding)
        elif is_router:
            raise UnplacedError(
                f"{binding.name} is used by more than the line that includes it.",
                binding.statement,
            )
    _require_filled_blocks([*leaving.values(), *(group[0].statement for group in gone.values())])
    for statement in leaving.values():
        patch.delete(statement.span.first, statement.span.last)
    _remove_bindings(module, gone, patch)


def _statements(bindings: Mapping[int, tuple[Binding, bool]]) -> list[Statement]:
    found = {binding.statement.order: binding.statement for binding, _ in bindings.values()}
    return list(found.values())


def _require_removable(include: Include) -> None:
    if include.in_loop:
        raise UnplacedError("The router is included by a loop over several.", include.statement)
    if include.expression is None or len(include.statement.small) != 1:
        raise UnplacedError(
            "The include shares its line with other statements.", include.statement
        )


def _require_filled_blocks(leaving: Sequence[Statement]) -> None:
    """Refuse to take the last statement out of a block that must not be empty."""
    count: dict[int, int] = {}
    for statement in leaving:
        block = statement.block
        count[id(block)] = count.get(id(block), 0) + 1
        if block.kind != "module" and count[id(block)] == len(block.statements):
            raise UnplacedError("Nothing would be left of the block around it.", statement)


def _remove_bindings(
    module: PythonSource, gone: Mapping[int, Sequence[Binding]], patch: Patch
) -> None:
    whole: list[Statement] = []
    for group in gone.values():
        statement = group[0].statement
        small = group[0].small
        if len(statement.small) != 1:
            raise UnplacedError("The import shares its line with other statements.", statement)
        aliases = () if isinstance(small.names, cst.ImportStar) else small.names
        leaving = {id(binding.alias) for binding in group}
        kept = [alias for alias in aliases if id(alias) not in leaving]
        if kept:
            _rewrite(module, statement, small, kept, patch)
        else:
            whole.append(statement)
    remove_imports(module, whole, patch)


def _rewrite(
    module: PythonSource,
    statement: Statement,
    small: cst.Import | cst.ImportFrom,
    kept: list[cst.ImportAlias],
    patch: Patch,
) -> None:
    node = statement.node
    aliases = () if isinstance(small.names, cst.ImportStar) else small.names
    span = statement.span
    code = "".join(module.lines[span.first : span.last + 1])
    if not isinstance(node, cst.SimpleStatementLine) or statement.block.kind != "module":
        raise UnplacedError("The import binds other names as well.", statement)
    if kept[-1] is not aliases[-1]:
        if "#" in code:
            raise UnplacedError("The import binds other names as well.", statement)
        kept[-1] = kept[-1].with_changes(comma=aliases[-1].comma)
    changed = node.with_changes(leading_lines=(), body=[small.with_changes(names=kept)])
    patch.delete(span.first, span.last)
    patch.insert(span.first, module.tree.code_for_node(changed).splitlines())
