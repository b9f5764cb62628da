"""Registers routers in a module, takes them out again, and tells which are in."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.edits.base import Changed, Refused, Unchanged
from fastscaffold.edits.python.facts import Facts, Include, gather
from fastscaffold.edits.python.imports import ImportLine, insert_imports
from fastscaffold.edits.python.order import in_order, resolved_names
from fastscaffold.edits.python.sites import UnplacedError, ancestor, find_sites
from fastscaffold.edits.python.source import Patch, PythonSource, UnreadableError, patched, read
from fastscaffold.edits.python.targets import choose_target
from fastscaffold.edits.python.unregister import is_import_of, lines_of, remove_routers
from fastscaffold.edits.python.uses import UsedNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fastscaffold.edits.base import Outcome
    from fastscaffold.edits.include_router import IncludeRouters, RouterRef
    from fastscaffold.edits.python.blocks import Block
    from fastscaffold.edits.python.targets import Target

_INDENT = re.compile(r"[ \t\f]*")
_TOO_DEEP = "The file nests code too deeply."


@dataclass(frozen=True, slots=True)
class FoundApp:
    """An application that a module makes.

    Attributes:
        line: 1-based.
        factory: the function that makes it; None at module level.
    """

    name: str
    line: int
    factory: str | None


def prepare(source: bytes) -> None:
    """Parse a module, so that it need not be when it is edited."""
    with suppress(UnreadableError):
        read(source)


def register(source: bytes, edit: IncludeRouters) -> bytes | Refused:
    """Give the module with the routers in it."""
    missing: Sequence[RouterRef] = edit.routers
    try:
        module = read(source)
        facts = gather(module.block)
        present = index(edit.routers, facts)
        missing = [router for router in edit.routers if router not in present]
        patch = Patch()
        _plan(module, facts, missing, patch, edit)
        return patched(module, patch) if patch else source
    except UnplacedError as error:
        return Refused(error.reason, _snippet(missing, edit.line_length), error.line)
    except UnreadableError as error:
        lines = _snippet(missing, edit.line_length)
        return Refused(error.reason, lines, error.line, unreadable=True)
    except RecursionError:
        return Refused(_TOO_DEEP, _snippet(missing, edit.line_length), unreadable=True)


def unregister(source: bytes, routers: Sequence[RouterRef]) -> Outcome:
    """Give the module without the routers."""
    try:
        module = read(source)
        facts = gather(module.block)
        present = index(routers, facts)
        patch = Patch()
        try:
            dropped = remove_routers(module, facts, present, routers, patch)
        except UnplacedError as error:
            lines = lines_of(module, facts, present, routers)
            return Refused(error.reason, "\n".join(lines), error.line)
        return Changed(patched(module, patch), dropped) if patch else Unchanged()
    except UnreadableError as error:
        return Refused(error.reason, _snippet(routers, 100), error.line, unreadable=True)
    except RecursionError:
        return Refused(_TOO_DEEP, _snippet(routers, 100), unreadable=True)


def registered_among(source: bytes, routers: Sequence[RouterRef]) -> set[RouterRef]:
    """Those of some routers that a module includes."""
    try:
        return set(index(routers, gather(read(source).block)))
    except (UnreadableError, RecursionError):
        return set()


def registered(source: bytes) -> tuple[str, ...]:
    """Dotted names of what a module includes, in order, without repetition."""
    try:
        facts = gather(read(source).block)
    except (UnreadableError, RecursionError):
        return ()
    return tuple(
        dict.fromkeys(
            facts.bindings.resolve(name, include.statement)[0]
            for include in facts.includes
            for name in include.routers
        )
    )


def apps(source: bytes) -> tuple[FoundApp, ...]:
    """All applications that a module makes, in document order."""
    try:
        facts = gather(read(source).block)
    except (UnreadableError, RecursionError):
        return ()
    return tuple(
        FoundApp(site.name, site.made.statement.span.first + 1, _function_name(site.block))
        for site in find_sites(facts, "app")
    )


def index(routers: Iterable[RouterRef], facts: Facts) -> dict[RouterRef, list[Include]]:
    """Give the includes of each router that has any."""
    wanted: dict[str, list[RouterRef]] = {}
    for router in routers:
        for target in resolved_names(f"{router.module}.{router.name}"):
            wanted.setdefault(target, []).append(router)
    found: dict[RouterRef, list[Include]] = {}
    for include in facts.includes:
        for name in include.routers:
            target, binding = facts.bindings.resolve(name, include.statement)
            if binding is None or binding.only_for_types:
                continue
            for router in wanted.get(target, ()):
                found.setdefault(router, []).append(include)
    return found


def _plan(
    module: PythonSource,
    facts: Facts,
    missing: Sequence[RouterRef],
    patch: Patch,
    edit: IncludeRouters,
) -> None:
    names = UsedNames(module)
    imports: list[ImportLine] = []
    limits: list[int] = []
    targets: dict[str, Target] = {}
    for router in missing:
        if router.prefix not in targets:
            targets[router.prefix] = choose_target(facts, router.prefix)
        target = in_order(targets[router.prefix], router, edit, facts)
        top = target.beside.index if target.beside.block is module.block else None
        alias, imported = _alias(router, facts, names, top)
        names.take(alias)
        if not imported:
            imports.append(ImportLine(router.module, router.name, alias))
            # A function may be called right below its definition, so its names come above it.
            outermost = ancestor(target.beside, module.block)
            limits += [] if outermost is None else [outermost.index]
        line = module.lines[target.beside.span.first]
        match = _INDENT.match(line)
        indent = match[0] if match else ""
        prefix = router.prefix.removeprefix(target.prefix)
        patch.insert(
            target.line,
            include_lines(
                indent, target.receiver, alias, prefix, edit.line_length, step=module.step
            ),
        )
    # Imports first where both go to the same line.
    own = Patch()
    insert_imports(module, imports, own, width=edit.line_length, limit=min(limits, default=None))
    for at, lines in own.inserted.items():
        patch.inserted[at] = [*lines, *patch.inserted.get(at, [])]


def include_lines(
    indent: str, receiver: str, alias: str, prefix: str, width: int, *, step: str = "    "
) -> list[str]:
    """The call as a formatter would break it."""
    arguments = [alias, f'prefix="{prefix}"'] if prefix else [alias]
    whole = f"{indent}{receiver}.include_router({', '.join(arguments)})"
    if len(whole.expandtabs(4)) <= width:
        return [whole]
    joined = f"{indent}{step}{', '.join(arguments)}"
    inner = (
        [joined]
        if len(joined.expandtabs(4)) <= width
        else [f"{indent}{step}{argument}," for argument in arguments]
    )
    return [f"{indent}{receiver}.include_router(", *inner, f"{indent})"]


def _alias(router: RouterRef, facts: Facts, names: UsedNames, top: int | None) -> tuple[str, bool]:
    """A free name, or the one that the module uses for the router already.

    Returns:
        The name, and whether it is imported.
    """
    for binding in facts.bindings.all():
        early = top is None or binding.statement.index <= top
        if binding.is_global and early and is_import_of(binding, router):
            if names.references(binding.name):
                raise UnplacedError(
                    f"{binding.name} is used already, and whether that includes it in the "
                    "application cannot be told.",
                    binding.statement,
                )
            return binding.name, True
    stem = router.alias.removesuffix("_router")
    candidates = [router.alias, f"{stem}_feature_router"]
    candidates += [f"{stem}_feature_router_{number}" for number in range(2, 100)]
    return next(name for name in candidates if not names.mentions(name)), False


def _snippet(routers: Sequence[RouterRef], width: int) -> str:
    lines: list[str] = []
    for router in routers:
        lines += ImportLine(router.module, router.name, router.alias).lines(width)
    for router in routers:
        lines += include_lines("", "app", router.alias, router.prefix, width)
    return "\n".join(lines)


def _function_name(block: Block) -> str | None:
    node = block.owner.node if block.owner is not None else None
    name = getattr(node, "name", None)
    return name.value if name is not None else None
