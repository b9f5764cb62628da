"""Documentation: what an application tells of itself in its OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.descriptions import (
    description,
    exported,
    own_openapi,
    switched_off,
    tagged,
)
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """A title, or an OpenAPI document that the project builds or exports, and tags.

    Without tags that is half of it. Tags, a description or a version are half of it, too, where
    neither is there; they are enough where the documentation is always switched off, since
    nobody sees what it lacks. Where only production switches it off, others see it.
    """
    told = description(facts)
    if told is None:
        return none_found(is_incomplete=facts.served.is_incomplete)
    tags = tagged(facts)
    built = own_openapi(facts) or exported(facts)
    evidence = tuple(place for place in (told.place, built, tags) if place is not None)
    if "title" in told.given or built is not None:
        return met(*evidence) if tags is not None else partial(*evidence)
    hidden = switched_off(facts, told.app)
    says = bool(told.given & {"description", "title", "version"})
    if hidden is not None and (says or tags is not None):
        return met(*evidence, hidden)
    if not told.is_complete:
        return unknown(*evidence)
    if says or tags is not None:
        return partial(*evidence)
    return not_met(*evidence)
