"""Takes routers out of a module: their includes, and the imports that nothing else uses."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.edits.python.imports import remove_imports
from fastscaffold.edits.python.names import FromImport, aliases
from fastscaffold.edits.python.sites import UnplacedError
from fastscaffold.edits.python.source import split
from fastscaffold.edits.python.uses import UsedNames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.edits.include_router import RouterRef
    from fastscaffold.edits.python.blocks import Statement
    from fastscaffold.edits.python.facts import Facts, Include
    from fastscaffold.edits.python.names import AnyImport, Binding
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
) -> tuple[str, ...]:
    """Plan the removal.

    Returns:
        The lines that go though a person has added to them.

    Raises:
        UnplacedError: a router is used in a way that cannot be taken out.
    """
    leaving = _includes(present, routers)
    bindings = _imports(facts, present, routers)
    names = UsedNames(module)
    names.leave_out([*leaving.values(), *_statements(bindings)])
    gone: dict[int, list[Binding]] = {}
    for binding, is_router in bindings:
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
    return tuple(_code(module, leaving[order]) for order in sorted(_added_to(module, leaving)))


def lines_of(
    module: PythonSource,
    facts: Facts,
    present: Mapping[RouterRef, Sequence[Include]],
    routers: Sequence[RouterRef],
) -> list[str]:
    """What a person has to take out, in document order; a loop's list is not a line of its own."""
    found: list[tuple[int, str]] = []
    for binding, _ in _imports(facts, present, routers):
        bare = binding.alias.with_changes(comma=cst.MaybeSentinel.DEFAULT)
        alone = binding.small.with_changes(names=[bare], semicolon=cst.MaybeSentinel.DEFAULT)
        if isinstance(alone, FromImport):
            alone = alone.with_changes(lpar=None, rpar=None)
        found.append((binding.statement.order, module.tree.code_for_node(alone)))
    for router in routers:
        for include in present.get(router, ()):
            if include.expression is not None and not include.in_loop:
                code = module.tree.code_for_node(include.expression.value)
                found.append((include.statement.order, code))
    return [code for _, code in sorted(dict.fromkeys(found))]


def _includes(
    present: Mapping[RouterRef, Sequence[Include]], routers: Sequence[RouterRef]
) -> dict[int, Statement]:
    """The lines that include the routers, by their order."""
    found: dict[int, Statement] = {}
    for router in routers:
        for include in present.get(router, ()):
            _require_removable(include)
            found[include.statement.order] = include.statement
    return found


def _added_to(module: PythonSource, leaving: Mapping[int, Statement]) -> Iterator[int]:
    """The includes that have more to them than an edit writes: a router and a prefix."""
    for order, statement in leaving.items():
        match statement.small:
            case (cst.Expr(value=cst.Call(args=arguments)),):
                keywords = [argument.keyword.value for argument in arguments if argument.keyword]
                plain = len(arguments) - len(keywords) <= 1 and set(keywords) <= {"prefix"}
                if not plain or "#" in _code(module, statement):
                    yield order
            case _:
                pass


def _code(module: PythonSource, statement: Statement) -> str:
    lines = module.lines[statement.span.first : statement.span.last + 1]
    return textwrap.dedent("".join(lines)).strip()


def _imports(
    facts: Facts, present: Mapping[RouterRef, Sequence[Include]], routers: Sequence[RouterRef]
) -> list[tuple[Binding, bool]]:
    """What binds the routers, each with whether it is the router itself and not its module.

    An import for types only was not written by an edit and makes nothing run, so it stays.
    """
    found: dict[int, tuple[Binding, bool]] = {}
    for router in routers:
        for include in present.get(router, ()):
            _, used = facts.bindings.resolve(include.routers[0], include.statement)
            if used is not None and not include.in_loop:
                found[id(used)] = (used, False)
        for binding in facts.bindings.all():
            if is_import_of(binding, router) and not binding.only_for_types:
                found[id(binding)] = (binding, True)
    return list(found.values())


def _statements(bindings: Sequence[tuple[Binding, bool]]) -> list[Statement]:
    found = {binding.statement.order: binding.statement for binding, _ in bindings}
    return list(found.values())


def _require_removable(include: Include) -> None:
    if include.in_loop:
        raise UnplacedError("The router is included by a loop over several.", include.statement)
    if include.expression is None or len(include.statement.small) != 1:
        raise UnplacedError("The include shares its line with other statements.", include.statement)


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
        leaving = {id(binding.alias) for binding in group}
        kept = [alias for alias in aliases(small) if id(alias) not in leaving]
        if kept:
            _rewrite(module, statement, small, kept, patch)
        else:
            whole.append(statement)
    remove_imports(module, whole, patch)


def _rewrite(
    module: PythonSource,
    statement: Statement,
    small: AnyImport,
    kept: list[cst.ImportAlias],
    patch: Patch,
) -> None:
    node = statement.node
    span = statement.span
    code = "".join(module.lines[span.first : span.last + 1])
    if not isinstance(node, cst.SimpleStatementLine) or statement.block.kind != "module":
        raise UnplacedError("The import binds other names as well.", statement)
    last = aliases(small)[-1]
    if kept[-1] is not last:
        if "#" in code:
            raise UnplacedError("The import binds other names as well.", statement)
        kept[-1] = kept[-1].with_changes(comma=last.comma)
    changed = node.with_changes(leading_lines=(), body=[small.with_changes(names=kept)])
    patch.delete(span.first, span.last)
    rewritten = split(module.tree.code_for_node(changed))
    patch.insert(span.first, [line.rstrip("\r\n") for line in rewritten])
