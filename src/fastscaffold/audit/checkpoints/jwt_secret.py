"""Whether the key of tokens is a secret: from outside, long enough, and never a default."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.tokens.opaque import hidden_tokens
from fastscaffold.audit.verdicts import met, not_applicable, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.facts.secrets.keys import Strength
    from fastscaffold.audit.verdicts import Judgement

_NOTES: dict[Strength, str] = {
    "hard_coded": "a key that stands in the code and is accepted",
    "short": "fewer than 32 random bytes",
    "lenient": "a key that stands in the code, and is refused in production only",
    "open": "given from outside, but of any length",
    "strong": "from outside or generated, at least 32 bytes",
    "borrowed": "the password of a user signs, and no secret of the application",
    "untold": "its origin cannot be told",
}


def judge(facts: Facts) -> Judgement:
    """Met if every key that can be traced is a long secret; not met with a usable default."""
    tokens = facts.tokens
    signs = tokens.signed or tokens.issued or tokens.settings_keys
    if tokens.is_asymmetric and not signs:
        return not_applicable()  # whoever signs holds the secret
    if not tokens.origins:
        hidden = hidden_tokens(facts)
        return unknown(*some(hidden)) if tokens.exist or hidden else not_applicable()
    found = strengths(facts)
    for strength in ("hard_coded", "borrowed", "short", "lenient", "open"):
        places = [place for place, each in found.items() if each == strength]
        if places:
            evidence = some(replace(place, note=_NOTES[strength]) for place in places)
            verdict = {"short": partial, "lenient": partial, "open": unknown}.get(strength, not_met)
            return verdict(*evidence)
    places = [place for place, each in found.items() if each == "strong"]
    if places:
        return met(*some(replace(place, note=_NOTES["strong"]) for place in places))
    return unknown(*some(replace(place, note=_NOTES["untold"]) for place in found))


def strengths(facts: Facts) -> dict[Place, Strength]:
    """How good each key is, by the place where it is decided; the worst where that is one."""
    order: tuple[Strength, ...] = (
        *("hard_coded", "borrowed", "short", "lenient", "open", "untold", "strong"),
    )
    found: dict[Place, Strength] = {}
    for origin, strength in facts.keys.graded:
        before = found.get(origin.place, strength)
        worse = order.index(strength) < order.index(before)
        found[origin.place] = strength if worse else before
    return found
