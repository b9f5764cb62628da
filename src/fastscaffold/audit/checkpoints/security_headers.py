"""Whether responses tell browsers to insist on HTTPS, and what not to load or frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import at_call
from fastscaffold.audit.facts.routing.headers import FRAMES, HSTS, POLICY, given_headers
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, some

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Met with HSTS and one of Content-Security-Policy and X-Frame-Options."""
    found = given_headers(facts)
    places = some(dict.fromkeys(found.values()))
    if HSTS in found and (POLICY in found or FRAMES in found):
        return met(*places)
    if found:
        return partial(*places)
    if not facts.apps:
        return none_found(is_incomplete=facts.served.is_incomplete)
    return not_met(*some(at_call(app.call, "no security headers") for app in facts.apps))
