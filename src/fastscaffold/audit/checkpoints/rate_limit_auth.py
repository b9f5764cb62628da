"""Whether somebody who guesses passwords is slowed down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import depended_on
from fastscaffold.audit.facts.access.named_logins import hands_on, is_inside
from fastscaffold.audit.facts.passwords.hashers import CHECKED
from fastscaffold.audit.facts.places import at_call, at_definition
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Call, Function
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Met if a limit is on every login route; unknown where accounts are locked only."""
    limits = facts.limits
    logins = limits.logins or ([] if limits.library_logins else limits.returns)
    if not logins and not limits.library_logins:
        return _without_login(facts)
    if limits.everywhere:
        return met(*some(limits.everywhere))
    if not logins:
        if len(limits.limited_library_logins) == len(limits.library_logins):
            return met(*some(limits.limited_library_logins))
        return not_met(*some(limits.library_logins))
    places = [
        at_definition(route.function, f"{route.path} has no limit")
        for route in logins
        if limits.on(route) is None
    ]
    if not places:
        found = (limits.on(route) for route in logins)
        return met(*some(each for each in found if each is not None))
    if len(places) < len(logins):
        return partial(*some(places))
    if limits.lockouts:
        return unknown(*some([*limits.lockouts, *places]))
    return not_met(*some(places))


def _without_login(facts: Facts) -> Judgement:
    """Not met where passwords are checked or tokens signed, and nothing is limited at all.

    Unknown where something is, since no route is told as the login; or where one hands on the
    token of another service.
    """
    limits = facts.limits
    if limits.hidden_logins:
        around = limits.everywhere
        return met(*some(around)) if around else not_met(*some(limits.hidden_logins))
    hashed = [*facts.passwords.strong, *facts.passwords.weak]
    checks = list(facts.calls(*CHECKED))
    signed = [each for each in facts.tokens.signed if not _is_for_those_in(facts, each)]
    found = [*hashed, *map(at_call, [*checks, *signed])]
    if found and not _takes_nothing(facts):
        guarding = set(facts.callers.reached(depended_on(facts)))
        lets_in = [each for each in checks if not _is_for_those_in(facts, each)]
        # What a guard signs may be for a service behind.
        lets_in += [each for each in signed if each.function not in guarding]
        is_open = (hashed or lets_in) and not _limits_something(facts)
        return not_met(*some(found)) if is_open else unknown(*some(found))
    handing = [each for each in facts.routes if hands_on(facts, each)]
    if handing:
        return unknown(*some(at_definition(each.function, each.path) for each in handing))
    # Where nothing signs or checks anything, one of few that are lost among many is no login.
    served = facts.served
    known = [each for each in facts.routes if each.is_reached]
    is_lost = len(known) <= len(served.lost) + len(served.unknown)
    return none_found(is_incomplete=served.is_incomplete and is_lost)


def _takes_nothing(facts: Facts) -> bool:
    """Whether all routes are such as tell that the application is alive, and take nothing.

    Nobody can log in by a hasher that is only at hand for accounts that are not there yet.
    """
    if facts.served.is_incomplete or facts.passwords.taken or facts.passwords.columns:
        return False
    return not any(
        route.is_websocket
        or set(route.methods) - {"GET", "HEAD", "OPTIONS"}
        or any(each.kind != "request" for each in route.parameters)
        for route in facts.routes
    )


def _limits_something(facts: Facts) -> bool:
    limits = facts.limits
    around = limits.everywhere or limits.lockouts
    return bool(around) or any(limits.on(each) is not None for each in facts.routes)


def _is_for_those_in(facts: Facts, call: Call) -> bool:
    """Whether a token is signed only where somebody asks who is in already."""
    asking = [
        route
        for route in facts.routes
        if call.function in facts.callers.reached([route.function, *_depended_on(route)])
    ]
    return bool(asking) and all(is_inside(facts, each) for each in asking)


def _depended_on(route: Route) -> list[Function]:
    return [each for dependency in route.dependencies for each in dependency.functions]
