"""Imports that begin above the audited directory: ``backend.config`` where that is ``backend``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from fastscaffold.audit.modules import Module

_MAX_LEVELS = 3


def begin_below(root: Path, modules: Iterable[Module]) -> None:
    """Name what is imported as it is called from the audited directory on.

    The names of that directory, and of those around it, are a prefix of its modules only if most
    of what is imported by them is there: others are called like a library.
    """
    known = list(modules)
    tops = {module.name.partition(".")[0] for module in known}
    for prefix in _prefixes(root):
        if prefix.partition(".")[0] in tops:
            continue
        dotted = f"{prefix}."
        inside = {
            target.removeprefix(dotted)
            for module in known
            for target in module.targets
            if target.startswith(dotted)
        }
        if 2 * sum(each.partition(".")[0] in tops for each in inside) > len(inside):
            for module in known:
                _rename(module, dotted)


def _prefixes(root: Path) -> Iterator[str]:
    """The longest first, as imports in a package may begin at any folder around it."""
    parts = root.resolve().parts[1:][-_MAX_LEVELS:]
    for start in range(len(parts)):
        if all(each.isidentifier() for each in parts[start:]):
            yield ".".join(parts[start:])


def _rename(module: Module, prefix: str) -> None:
    for imports in (module.imports, *(each.imports for each in module.functions.values())):
        for name, target in imports.items():
            imports[name] = target.removeprefix(prefix)
    module.stars[:] = [each.removeprefix(prefix) for each in module.stars]
    module.loads[:] = [each.removeprefix(prefix) for each in module.loads]
