"""Verdicts on the eight signals and the ten checkpoints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts.places import Place


class Verdict(Enum):
    """What the repository decides; ``UNKNOWN`` where it does not decide."""

    MET = "met"
    NOT_MET = "not_met"
    PARTIAL = "partial"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the places that show it."""

    verdict: Verdict
    evidence: tuple[Place, ...] = ()


def met(*evidence: Place) -> Judgement:
    """It is there."""
    return Judgement(Verdict.MET, _once(evidence))


def not_met(*evidence: Place) -> Judgement:
    """It is not there, or broken."""
    return Judgement(Verdict.NOT_MET, _once(evidence))


def partial(*evidence: Place) -> Judgement:
    """Some of it is there."""
    return Judgement(Verdict.PARTIAL, _once(evidence))


def unknown(*evidence: Place) -> Judgement:
    """The repository does not decide it."""
    return Judgement(Verdict.UNKNOWN, _once(evidence))


def not_applicable(*evidence: Place) -> Judgement:
    """The project has nothing that it is about."""
    return Judgement(Verdict.NOT_APPLICABLE, _once(evidence))


def none_found(*, is_incomplete: bool) -> Judgement:
    """The project has nothing that it is about, unless there is more than could be found."""
    return unknown() if is_incomplete else not_applicable()


def some(places: Iterable[Place], most: int = 5) -> tuple[Place, ...]:
    """The first of many places: evidence is read by people."""
    return _once(places)[:most]


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each place once: several routes or applications may be decided at one line."""
    return tuple(dict.fromkeys(places))
