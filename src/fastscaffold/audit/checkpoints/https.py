"""Whether plain HTTP ends: in the application, in a shipped proxy, or in one that is documented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.https import enforced, platforms
from fastscaffold.audit.facts.deployment.https_of_documents import documented
from fastscaffold.audit.facts.places import at_call
from fastscaffold.audit.verdicts import met, none_found, not_met, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Met if it does; unknown where a platform ends TLS that may see to it.

    What ends TLS in front of the application passes if the project says so (ASVS 4.1.2).
    """
    places = enforced(facts) or documented(facts)
    if places:
        return met(*some(places))
    if not facts.apps:
        return none_found(is_incomplete=facts.served.is_incomplete)
    elsewhere = platforms(facts)
    if elsewhere:
        return unknown(*some(elsewhere))
    return not_met(*some(at_call(app.call, "nothing redirects") for app in facts.apps))
