"""All rules, one module each; a module of this package that holds ``RULE`` is one."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from fastscaffold.audit.rules.base import Rule

__all__ = ["Rule", "all_rules", "rule"]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by identifier.

    Raises:
        ValueError: two rules have one identifier or one name.
    """
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(__path__):
        made = getattr(import_module(f"{__name__}.{module.name}"), "RULE", None)
        if not isinstance(made, Rule):
            continue
        for name in (made.id, made.name, *made.formerly):
            if name in found:
                raise ValueError(f"Two rules are called {name}: {found[name].id} and {made.id}.")
            found[name] = made
    return tuple(
        sorted({each.id: each for each in found.values()}.values(), key=lambda each: each.id)
    )


def rule(name: str) -> Rule | None:
    """A rule by its identifier, its name, or a former identifier; None where there is none."""
    wanted = name.lower()
    for each in all_rules():
        if wanted in {each.id.lower(), each.name, *(former.lower() for former in each.formerly)}:
            return each
    return None
