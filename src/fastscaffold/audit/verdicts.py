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
    """A verdict with the places that show it.

    Attributes:
        because: what is lacking, or why the repository does not decide it; mostly the places say.
    """

    verdict: Verdict
    evidence: tuple[Place, ...] = ()
    because: str = ""

    @property
    def why(self) -> str:
        """What is lacking, or not decided; empty where that is told by the rules about it."""
        if self.because or self.verdict is not Verdict.UNKNOWN or not self.evidence:
            return self.because
        return self.evidence[0].note


def met(*evidence: Place) -> Judgement:
    """It is there."""
    return Judgement(Verdict.MET, _once(evidence))


def not_met(*evidence: Place, because: str = "") -> Judgement:
    """It is not there, or broken."""
    return Judgement(Verdict.NOT_MET, _once(evidence), because)


def partial(*evidence: Place, because: str = "") -> Judgement:
    """Some of it is there."""
    return Judgement(Verdict.PARTIAL, _once(evidence), because)


def unknown(*evidence: Place, because: str = "") -> Judgement:
    """The repository does not decide it."""
    return Judgement(Verdict.UNKNOWN, _once(evidence), because)


def not_applicable(*evidence: Place) -> Judgement:
    """The project has nothing that it is about."""
    return Judgement(Verdict.NOT_APPLICABLE, _once(evidence))


def none_found(*, is_incomplete: bool) -> Judgement:
    """The project has nothing that it is about, unless there is more than could be found."""
    if is_incomplete:
        return unknown(because="not every route could be found")
    return not_applicable()


def some(places: Iterable[Place], most: int = 5) -> tuple[Place, ...]:
    """The first of many places: evidence is read by people."""
    return _once(places)[:most]


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each place once: several routes or applications may be decided at one line."""
    return tuple(dict.fromkeys(places))
