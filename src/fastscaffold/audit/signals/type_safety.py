"""Type safety: pydantic 2, models for what routes answer, and models for what they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import at_definition
from fastscaffold.audit.facts.answers.answers import Answer, answers, hand_made, untyped_bodies
from fastscaffold.audit.facts.project.pydantic_versions import pydantic_version
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement

ENOUGH = 0.9
HARDLY_ANY = 0.2


def judge(facts: Facts) -> Judgement:
    """Met by pydantic 2, nine of ten routes that say what they answer, and models of all bodies."""
    told = answers(facts)
    counted = {route: each for route, each in told.items() if each is not Answer.EXEMPT}
    bodies = untyped_bodies(facts)
    if not counted and not bodies:
        made = [at_definition(each.function, "makes JSON by hand") for each in hand_made(facts)]
        if made:
            return not_met(*some(made, 3))
        return none_found(is_incomplete=facts.served.is_incomplete)
    version = pydantic_version(facts)
    declared = [route for route, each in counted.items() if each is Answer.DECLARED]
    share = len(declared) / len(counted) if counted else 1.0
    lacking = [
        at_definition(route.function, "declares no response")
        for route, each in counted.items()
        if each is Answer.UNDECLARED
    ]
    wrong = [*some(lacking, 3), *some((each.place for each in bodies), 2)]
    right = some((at_definition(route.function, "declares its response") for route in declared), 2)
    known = (version[1],) if version is not None else ()
    is_old = version is not None and version[0] == 1
    if share < HARDLY_ANY or (share < ENOUGH and is_old):
        return not_met(*known, *wrong)
    if share < ENOUGH or bodies:
        return partial(*known, *right, *wrong)
    if version is None:
        return unknown(*right)
    return partial(*known, *right) if is_old else met(*known, *right)
