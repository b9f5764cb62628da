"""Whether somebody who guesses passwords is slowed down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.hashers import CHECKED
from fastscaffold.audit.facts.named_logins import hands_on, is_inside
from fastscaffold.audit.facts.places import at_call, at_definition
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Call, Function
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Met if a limit is on every login route; unknown where accounts are locked only.

    Unknown, too, where passwords are checked or tokens are signed, and no route is told as a login,
    or one hands on the token of another service.
    """
    limits = facts.limits
    logins = limits.logins or ([] if limits.library_logins else limits.returns)
    if not logins and not limits.library_logins:
        if limits.hidden_logins:
            around = limits.everywhere
            return met(*some(around)) if around else not_met(*some(limits.hidden_logins))
        checked = [*facts.passwords.strong, *facts.passwords.weak]
        checked += [at_call(each) for each in facts.calls(*CHECKED)]
        signed = [
            at_call(each) for each in facts.tokens.signed if not _is_for_those_in(facts, each)
        ]
        if checked or signed:
            return unknown(*some([*checked, *signed]))
        handing = [each for each in facts.routes if hands_on(facts, each)]
        if handing:
            return unknown(*some(at_definition(each.function, each.path) for each in handing))
        return none_found(is_incomplete=facts.served.is_incomplete)
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
