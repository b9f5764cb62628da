"""Whether somebody who guesses passwords is slowed down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.limits import uncovered
from fastscaffold.audit.facts.places import at_definition
from fastscaffold.audit.verdicts import met, not_applicable, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Met if a limit is on every login route; unknown where accounts are locked only."""
    limits = facts.limits
    if not limits.logins and not limits.library_logins:
        return not_applicable()
    if limits.everywhere:
        return met(*some(limits.everywhere))
    if not limits.logins:
        return not_met(*some(limits.library_logins))
    open_routes = list(uncovered(facts))
    places = [at_definition(route.function, f"{route.path} has no limit") for route in open_routes]
    if not open_routes:
        found = (limits.on(route) for route in limits.logins)
        return met(*some(each for each in found if each is not None))
    if len(open_routes) < len(limits.logins):
        return partial(*some(places))
    if limits.lockouts:
        return unknown(*some([*limits.lockouts, *places]))
    return not_met(*some(places))
