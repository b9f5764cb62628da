"""Documentation: what an application tells of itself in its OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.routing.descriptions import TEXTS, description, switched_off, tagged
from fastscaffold.audit.facts.routing.openapi_documents import exported, own_openapi
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Met by a title with a version or description, or a document of its own, and tags.

    A document is its own that it builds or exports. Half of that is `partial`: no tags, or too
    little beside them; tags alone leave the defaults untouched. It is enough where the
    documentation is always switched off, since nobody sees what it lacks. Where only production
    switches it off, others see it.
    """
    told = description(facts)
    if told is None:
        return none_found(is_incomplete=facts.served.is_incomplete)
    tags = tagged(facts)
    built = own_openapi(facts) or exported(facts)
    evidence = tuple(place for place in (told.place, built, tags) if place is not None)
    says = told.given & TEXTS
    hidden = switched_off(facts, told.app)
    if hidden is not None and (says or tags is not None):
        return met(*evidence, hidden)
    if built is not None or ("title" in says and len(says) > 1):
        return met(*evidence) if tags is not None else partial(*evidence)
    if not told.is_complete:
        return unknown(*evidence)
    return partial(*evidence) if says else not_met(*evidence)
