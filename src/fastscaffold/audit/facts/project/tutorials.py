"""Folders of lessons and demonstrations that an application includes in development only."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.copies import is_named
from fastscaffold.audit.facts.project.served import makes
from fastscaffold.audit.facts.settings.deployed_switches import as_deployed
from fastscaffold.audit.facts.settings.switches import is_switched_off
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module

# A router of `debug` is part of what is shipped, and judged; one of lessons is not, as no example.
_FOLDERS = re.compile(r"(?i)(?:demo|example|sample|tutorial)s?|learn|playground|sandbox")
_INCLUDES = frozenset({"include_router", "include_routers", "mount"})


def without_tutorials(facts: Facts) -> Facts:
    """What is known of a project without what is only included to learn or to show by."""
    aside = _tutorials(facts)
    return type(facts)(facts.sources, aside) if aside else facts


def _tutorials(facts: Facts) -> frozenset[str]:
    """The paths of what lies in folders called so, if all that includes it is switched off.

    An application is made outside of such a folder, everything there that names what is in it
    stands in calls that include it, and no command of a deployment names it.
    """
    folders = dict.fromkeys(filter(None, map(_folder, facts.production)))
    return frozenset(
        module.path
        for folder in folders
        if _is_switched_off(facts, folder) and not is_named(facts.sources.texts, folder)
        for module in facts.production
        if module.path.startswith(folder)
    )


def _folder(module: Module) -> str | None:
    """The outermost folder of lessons that a module lies in."""
    parts = PurePosixPath(module.path).parts[:-1]
    for end, part in enumerate(parts, 1):
        if _FOLDERS.fullmatch(part):
            return "".join(f"{each}/" for each in parts[:end])
    return None


def _is_switched_off(facts: Facts, folder: str) -> bool:
    inside = {each for each in facts.production if each.path.startswith(folder)}
    outside = [each for each in facts.production if each not in inside]
    if not any(makes(each, "FastAPI") for each in outside):
        return False
    naming = [each for each in outside if not inside.isdisjoint(facts.index.imported_by(each))]
    return bool(naming) and all(_includes_in_vain(facts, each, inside) for each in naming)


def _includes_in_vain(facts: Facts, module: Module, inside: set[Module]) -> bool:
    """Whether what a module imports from elsewhere is named in inclusions that do not happen."""
    if any(facts.index.split(star.lstrip("."))[0] in inside for star in module.stars):
        return False
    off = {
        id(node)
        for call in module.calls
        if last_called(call.node) in _INCLUDES and is_switched_off(facts, call, decide=as_deployed)
        for node in walk(call.node)
    }
    named = list(_named(facts, module, inside))
    return bool(named) and all(id(each) in off for each in named)


def _named(facts: Facts, module: Module, inside: set[Module]) -> Iterator[ast.Name]:
    """Where a module names what some others hold."""
    for node in walk(module.tree, ast.Name):
        if node.id in module.imports:
            symbol = facts.index.symbol(node, module)
            if symbol is not None and facts.index.split(symbol)[0] in inside:
                yield node
