"""Services of one project: applications that share none of its source."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module


def service_of(facts: Facts, module: Module) -> int | None:
    """Which service loads a module; None where no application does."""
    return _services(facts).get(module)


@lru_cache(maxsize=2)
def _services(facts: Facts) -> dict[Module, int]:
    groups: list[set[Module]] = []
    for app in facts.apps:
        loaded = facts.index.loaded_by([app.call.module])
        loaded = loaded.union(*(each for each in groups if each & loaded))
        groups = [each for each in groups if not each & loaded] + [loaded]
    return {module: number for number, group in enumerate(groups) for module in group}
