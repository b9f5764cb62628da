"""How many rules may be broken at a level of a dimension of quality, and which are too many."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

# The rules that a dimension is about, by how their identifiers begin; those of architecture and of
# configuration are shown unscored. What makes an application unsafe often belongs to another
# dimension as well: input that is not validated to types, SQL made of requests to the database,
# what protects it from networks and browsers to deployment.
_ABOUT = {
    "type_safety": ("PYD", "SEC008", "SEC025", "TYP"),
    "error_handling": ("ERR",),
    "testing": ("TEST",),
    "security": ("PYD002", "SEC"),
    "performance": ("API001", "API004", "BG", "CACHE", "PERF", "SEC005"),
    "observability": ("OBS",),
    "database": ("DB", "MIG", "SEC009"),
    "deployment": (
        "OPS",
        "SEC004",
        "SEC006",
        "SEC007",
        "SEC015",
        "SEC016",
        "SEC020",
        "SEC021",
    ),
}
_GRAVE = frozenset({Severity.P0, Severity.P1})
# How many of P0 about a dimension may be broken at each of its levels, what share of the grave
# ones about it together, and what share of those about any: an unsafe project is good at nothing.
_BEARS = {25: (3, 0.5, 1.0), 50: (1, 0.25, 0.28), 75: (0, 0.1, 0.14), 100: (0, 0.0, 0.07)}
# Of the rules that are broken about a dimension; the findings name all.
_NAMED = 5


def excess(broken: AbstractSet[str], dimension: str, level: int) -> str | None:
    """What is to be closed for a level of a dimension; None where it bears what is broken.

    Args:
        broken: identifiers of rules.
        dimension: such as ``type_safety``.
        level: 25, 50, 75 or 100.
    """
    grave = _grave()
    about = {name: grave[name] for name in grave if name.startswith(_ABOUT[dimension])}
    own = sorted(about.keys() & broken, key=lambda name: (about[name].value, name))
    urgent = sum(about[name] is Severity.P0 for name in own)
    most_urgent, share, share_of_all = _BEARS[level]
    if urgent > most_urgent or len(own) > share * len(about):
        return f"Close findings about {dimension.replace('_', ' ')}: {listed(own)}."
    every = len(grave.keys() & broken)
    if every > share_of_all * len(grave):
        too_many = every - int(share_of_all * len(grave))
        return (
            f"Close the findings of any {too_many} of the {every} rules of P0 and P1 that are"
            f" broken in the whole project: nothing else is missing for {level}."
        )
    return None


def listed(names: Sequence[str]) -> str:
    """The first of some rules, and how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


@cache
def _grave() -> dict[str, Severity]:
    """The rules of P0 and P1 that any dimension is about."""
    prefixes = tuple(chain(*_ABOUT.values()))
    return {
        each.id: each.severity
        for each in all_rules()
        if each.severity in _GRAVE and each.id.startswith(prefixes)
    }
