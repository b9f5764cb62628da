"""The quality score: eight dimensions, their weights, and what each level asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.audit.facts import Place

WEIGHTS = {
    "type_safety": 15,
    "error_handling": 15,
    "testing": 15,
    "security": 15,
    "performance": 10,
    "observability": 10,
    "database": 10,
    "deployment": 10,
}
LEVELS = (0, 25, 50, 75, 100)
BANDS = ((40, "critical"), (60, "needs work"), (80, "solid"), (101, "production-grade"))


@dataclass(frozen=True, slots=True)
class Dimension:
    """One line of the score.

    Attributes:
        level: 0, 25, 50, 75 or 100; None where the project has nothing that it is about.
        why: what the next level asks for, or that there is none above.
    """

    weight: int
    level: int | None
    why: str = ""
    evidence: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """The score and its parts."""

    dimensions: dict[str, Dimension]

    @property
    def raw(self) -> float:
        """Points of a hundred, those lost too that do not apply."""
        points = sum(each.weight * (each.level or 0) for each in self.dimensions.values())
        return round(points / 100, 1)

    @property
    def score(self) -> float:
        """Points of a hundred, what does not apply taken out and the rest rescaled."""
        counted = [each for each in self.dimensions.values() if each.level is not None]
        weight = sum(each.weight for each in counted)
        if not weight:
            return 0.0
        return round(sum(each.weight * (each.level or 0) for each in counted) / weight, 1)

    @property
    def band(self) -> str:
        """The name of the range that the score is in; a bound belongs to the range above."""
        return next(name for bound, name in BANDS if self.score < bound)


@dataclass(frozen=True, slots=True)
class Step:
    """What one level asks for.

    Attributes:
        asks: such as ``Strict types are checked in CI.``
    """

    holds: bool
    asks: str
    evidence: tuple[Place, ...] = ()


def together(*parts: tuple[bool, str]) -> Step:
    """A step of several things, which asks for those of them that are not there."""
    return Step(
        holds=all(holds for holds, _ in parts),
        asks=" ".join(asks for holds, asks in parts if not holds),
    )


def climb(weight: int, steps: Sequence[Step]) -> Dimension:
    """The level that is reached: one counts only if all below it hold."""
    evidence: tuple[Place, ...] = ()
    for level, step in zip(LEVELS, steps, strict=False):
        if not step.holds:
            return Dimension(weight, level, step.asks, evidence)
        evidence += step.evidence
    return Dimension(weight, LEVELS[len(steps)], "", evidence)
