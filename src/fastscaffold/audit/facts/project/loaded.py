"""Which modules are loaded by what starts the application, and which by nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.usage import mentioning

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module


@lru_cache(maxsize=2)
def serving(facts: Facts) -> frozenset[Module]:
    """The modules that make an application, or hold its routes."""
    made = {app.call.module for app in facts.apps}
    return frozenset(made | {each.module for each in facts.routes})


@lru_cache(maxsize=2)
def loaded(facts: Facts) -> frozenset[Module]:
    """What serves, and all that it imports."""
    return frozenset(facts.index.loaded_by(serving(facts)))


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
    return frozenset(facts.index.imported_among(facts.production))


def _is_named(facts: Facts, module: Module) -> bool:
    """Whether a text names a module, as loaders, servers and configurations do."""
    *folders, name = module.name.split(".")[-2:]
    named = re.compile(rf"\b{folders[0]}[./]{name}\b" if folders else rf"\b{name}(?:\.py|:)")
    texts = facts.configuration.texts
    if any(named.search(text) for path, text in texts.items() if not path.endswith(".lock")):
        return True
    others = (each for each in mentioning(facts.production, name) if each is not module)
    return any(named.search(line) for each in others for line in each.lines)
