"""What a sentence was found to ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A command of fastscaffold.

    Attributes:
        words: what is typed after ``fastscaffold``.
        does: one line for people.
        writes: whether it changes anything.
        placed: whether it takes ``--project``.
    """

    words: tuple[str, ...]
    does: str
    writes: bool = True
    placed: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an intent makes of a sentence.

    Attributes:
        commands: to be run one after the other.
        reason: why these, one sentence.
        doubt: why it is not certain that they are meant; empty where it is.
    """

    commands: tuple[Command, ...]
    reason: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a sentence.

    Attributes:
        proposal: what is meant; None where that is not certain.
        reason: why this, or why nothing; one sentence.
        alternatives: the nearest commands where it is not certain.
    """

    sentence: str
    proposal: Proposal | None
    reason: str
    alternatives: tuple[Command, ...] = ()

    @property
    def names_tests(self) -> bool:
        """Whether tests of features may be meant, as those are named."""
        meant = self.proposal.commands if self.proposal is not None else self.alternatives
        return any(command.words[:2] == ("add", "tests") for command in meant)
