"""Whether tokens end soon: access within 30 minutes, refresh within 7 days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.tokens.opaque import possible_tokens
from fastscaffold.audit.verdicts import met, not_applicable, not_met, partial, some, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.tokens.tokens import Lifetime, Purpose
    from fastscaffold.audit.verdicts import Judgement

LIMITS: dict[Purpose, timedelta] = {
    "access": timedelta(minutes=30),
    "refresh": timedelta(days=7),
}

_NONE = timedelta(0)


def judge(facts: Facts) -> Judgement:
    """Met if each default is known and short enough; unknown where texts may be tokens."""
    if not facts.tokens.exist and not facts.tokens.opaque:
        return _none(facts)
    broken = list(too_long(facts))
    ends = _telling([each for each in facts.tokens.lifetimes if each.purpose in LIMITS])
    if broken:
        places = some(place for place, _ in broken)
        long = {each.purpose for _, each in broken}
        short = {each.purpose for each in ends} - long
        # One of two halves holds; a half that has no subject holds nothing.
        is_half = short and all(_duration(each) for each in ends if each.purpose in short)
        return partial(*places) if is_half else not_met(*places)
    if not any(each.purpose == "access" for each in ends):
        tokens = facts.tokens
        signed = tokens.signed and not tokens.are_for_others
        if not (signed or tokens.issued or any(each.makers for each in tokens.handmade)):
            return _none(facts)
        return unknown(because="tokens are made, and it cannot be told when they end")
    open_ends = [each for each in ends if _duration(each) is None]
    if open_ends:
        return unknown(*some(_place(each, "its length cannot be told") for each in open_ends))
    return met(*some(dict.fromkeys(_place(each, told(each)) for each in ends)))


def _telling(ends: list[Lifetime]) -> list[Lifetime]:
    """Without those of no length, where others have one: no token is signed to end at once."""
    return [each for each in ends if each.origin is None or each.origin.value != _NONE] or ends


def _none(facts: Facts) -> Judgement:
    possible = possible_tokens(facts)
    return unknown(*some(possible)) if possible else not_applicable()


def too_long(facts: Facts) -> Iterator[tuple[Place, Lifetime]]:
    """Tokens that are valid for too long, each kind once at a place."""
    seen: set[tuple[str, int, Purpose]] = set()
    for each in facts.tokens.lifetimes:
        limit = LIMITS.get(each.purpose)
        if limit is None:
            continue
        duration = _duration(each)
        endless = each.origin is None
        if not endless and (duration is None or duration <= limit):
            continue
        place = _place(each, told(each))
        key = (place.path, place.line, each.purpose)
        if key not in seen:
            seen.add(key)
            yield place, each


def told(lifetime: Lifetime) -> str:
    """How long a token is valid, in words."""
    duration = _duration(lifetime)
    kind = f"{lifetime.purpose} token"
    if lifetime.origin is None:
        return f"{kind} without an end"
    if duration is None:
        return f"{kind} of a length that cannot be told"
    minutes = duration.total_seconds() / 60
    if minutes >= 60 * 24 * 2:
        return f"{kind} of {round(minutes / 60 / 24, 2):g} days"
    return f"{kind} of {round(minutes, 2):g} minutes"


def _duration(lifetime: Lifetime) -> timedelta | None:
    origin = lifetime.origin
    if origin is None or origin.kind != "until" or not isinstance(origin.value, timedelta):
        return None
    return None if origin.value == _NONE else origin.value


def _place(lifetime: Lifetime, note: str) -> Place:
    place = lifetime.place if lifetime.origin is None else lifetime.origin.place
    return Place(place.path, place.line, note)
