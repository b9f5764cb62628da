"""Whether every body of a request is a model or a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.requests.bodies import has_bodies, loose_bodies, parsed_by_hand
from fastscaffold.audit.facts.requests.parsed_requests import parsed_elsewhere
from fastscaffold.audit.facts.requests.unseen_reads import unseen_reads
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Met by models and forms; not with any values that nothing validates.

    In part where code or a library parses a body, or takes its bytes as they come, and not at all
    where code does so with every one. Unknown where it parses requests of which no route is known.
    """
    loose = list(loose_bodies(facts))
    places = [each.place for each in loose]
    if not all(each.is_raw for each in loose):
        return not_met(*some(places))
    typed = list(has_bodies(facts))
    by_hand = list(dict.fromkeys([*places, *parsed_by_hand(facts)]))
    if by_hand:
        return (partial if typed else not_met)(*some(by_hand))
    elsewhere = list(parsed_elsewhere(facts))
    if elsewhere:
        return (partial if typed else unknown)(*some(elsewhere))
    unseen = list(unseen_reads(facts))
    if unseen:
        return unknown(*some(unseen))
    if typed:
        return met(*some(typed))
    return none_found(is_incomplete=facts.served.is_incomplete)
