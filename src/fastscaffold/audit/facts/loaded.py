"""Which modules are loaded by what starts the application, and which by nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.usage import mentioning

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module


_SERVERS = re.compile(r"\b(?:uvicorn|gunicorn|hypercorn|granian|daphne)\b")
_APPLICATION = re.compile(r"(?<![\w.:/])([A-Za-z_][\w.]*):[A-Za-z_]\w*")


@lru_cache(maxsize=2)
def serving(facts: Facts) -> frozenset[Module]:
    """The modules that make an application, or hold its routes."""
    made = {app.call.module for app in facts.apps}
    return frozenset(made | {each.module for each in facts.routes})


@lru_cache(maxsize=2)
def loaded(facts: Facts) -> frozenset[Module]:
    """What serves, and all that it imports."""
    return frozenset(facts.index.loaded_by(serving(facts)))


@lru_cache(maxsize=2)
def started(facts: Facts) -> frozenset[Module]:
    """What the commands load that are shipped to serve an application; none where no one is named.

    Of several modules of a name those beside the command are meant, then the one at the root.
    """
    made = {app.call.module for app in facts.apps}
    meant: set[Module] = set()
    for line in facts.commands.of_deployment:
        if _SERVERS.search(line.text):
            for found in _APPLICATION.finditer(line.text):
                meant |= _called(made, found[1], line.path.rpartition("/")[0])
    return frozenset(facts.index.loaded_by(meant)) if meant else frozenset()


def _called(modules: set[Module], name: str, folder: str) -> set[Module]:
    found = {each for each in modules if f".{each.name}".endswith(f".{name}")}
    beside = {each for each in found if folder and each.path.startswith(f"{folder}/")}
    return beside or {each for each in found if each.name == name} or found


def is_left_out(facts: Facts, module: Module) -> bool:
    """Whether nothing shows that an application loads a module.

    Nothing imports it, no text names it, and it does not start the application itself.
    """
    known = serving(facts)
    if not known or module in loaded(facts) or module in _imported(facts):
        return False
    return known.isdisjoint(facts.index.loaded_by([module])) and not _is_named(facts, module)


@lru_cache(maxsize=2)
def _imported(facts: Facts) -> frozenset[Module]:
    """What any module imports that is part of what is served."""
    return frozenset(
        each
        for module in facts.production
        for each in facts.index.imported_by(module)
        if each is not module
    )


def _is_named(facts: Facts, module: Module) -> bool:
    """Whether a text names a module, as loaders, servers and configurations do."""
    *folders, name = module.name.split(".")[-2:]
    named = re.compile(rf"\b{folders[0]}[./]{name}\b" if folders else rf"\b{name}(?:\.py|:)")
    texts = facts.configuration.texts
    if any(named.search(text) for path, text in texts.items() if not path.endswith(".lock")):
        return True
    others = (each for each in mentioning(facts.production, name) if each is not module)
    return any(named.search(line) for each in others for line in each.lines)
