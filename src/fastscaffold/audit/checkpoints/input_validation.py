"""Whether every body of a request is a model or a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.bodies import has_bodies, loose_bodies, parsed_by_hand
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, some

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Not met with any body that nothing validates; in part where code parses one by itself."""
    loose = [each.place for each in loose_bodies(facts)]
    if loose:
        return not_met(*some(loose))
    parsed = list(parsed_by_hand(facts))
    if parsed:
        return partial(*some(dict.fromkeys(parsed)))
    typed = list(has_bodies(facts))
    if typed:
        return met(*some(typed))
    return none_found(is_incomplete=facts.served.is_incomplete)
