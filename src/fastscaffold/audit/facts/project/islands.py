"""Modules in folders of their own that nothing links with what is served."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.long_running import keeps_running
from fastscaffold.audit.facts.project.loaded import loaded, serving
from fastscaffold.audit.facts.project.programs import is_run
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module

_SHIPPED = frozenset({Role.PRODUCTION, Role.SCRIPT})
_COPIES = re.compile(r"\s*(?:ADD|COPY)\b")
_LOADERS = re.compile(r"\b(?:__import__|find_spec|import_module|iter_modules|spec_from_file)")


def is_apart(facts: Facts, module: Module) -> bool:
    """Whether a module is none of the application: a plugin for other programs, an evaluation.

    No import leads from its folder to what is served or back, and no command or loader names it.
    """
    return _folder(module) in _islands(facts)


@lru_cache(maxsize=2)
def _islands(facts: Facts) -> frozenset[str]:
    linked = _linked(facts)
    folders: dict[str, list[Module]] = defaultdict(list)
    for module in facts.modules:
        if module.role in _SHIPPED:
            folders[_folder(module)].append(module)
    return frozenset(
        folder
        for folder, modules in folders.items()
        if folder
        and linked
        and linked.isdisjoint(modules)
        # Folders of nothing but definitions may be meant for whoever imports them.
        and any(is_run(each) for each in modules)
        and not any(keeps_running(each) for each in modules)
        and not _is_named(facts, folder)
    )


def _linked(facts: Facts) -> set[Module]:
    """What serves, with all in its folders, what that imports, what imports that, and so on.

    A program that people run is none of it, though it may import what is served, as clients do.
    """
    beside: dict[Module, set[Module]] = defaultdict(set)
    for module in facts.production:
        if not is_run(module) or module in loaded(facts):
            for target in facts.index.imported_by(module):
                beside[module].add(target)
                beside[target].add(module)
    found: set[Module] = set()
    folders = {_folder(each) for each in serving(facts)} - {""}
    beside_it = [each for each in facts.production if _folder(each) in folders]
    waiting = [*serving(facts), *beside_it]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += beside[module]
    return found


def _folder(module: Module) -> str:
    """The folder of the project that a module lies in; "" beside the files of the project."""
    parts = PurePosixPath(module.path).parts
    return parts[0] if len(parts) > 1 else ""


def _is_named(facts: Facts, folder: str) -> bool:
    """Whether a command of a deployment runs something of a folder, or a loader asks for it."""
    name = re.escape(folder)
    named = re.compile(
        rf"(?<![\w./-])(?:\./)?{name}[./]|(?:\bcd|-[AmP]|\bWORKDIR)\s+(?:\./)?{name}\b"
    )
    of_ci = set(facts.configuration.ci_paths)
    if any(
        named.search(line.text)
        for line in facts.commands.of_deployment
        if line.path not in of_ci and not _COPIES.match(line.text)
    ):
        return True
    return any(
        _LOADERS.search(line) and folder in line
        for module in facts.production
        for line in module.lines
    )
