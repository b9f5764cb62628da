"""What an edit is: a change of one file that the user owns, with its inverse."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Changed:
    """The file is to have this content.

    Attributes:
        dropped: lines that go though a person has added to them.
    """

    content: bytes
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """There is nothing to do."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The edit would have to guess.

    Attributes:
        reason: a sentence.
        snippet: the exact lines for the user to paste, or to take out.
        line: 1-based, where the trouble is.
    """

    reason: str
    snippet: str = ""
    line: int | None = None


Outcome: TypeAlias = Changed | Unchanged | Refused


def outcome(result: bytes | Refused, source: bytes) -> Outcome:
    """What the result of editing ``source`` amounts to."""
    if isinstance(result, Refused):
        return result
    return Unchanged() if result == source else Changed(result)


class Edit(ABC):
    """A change of one file. Subclasses are frozen dataclasses of strings and numbers."""

    name: ClassVar[str]

    @abstractmethod
    def apply(self, source: bytes) -> Outcome:
        """Make the change; ``Unchanged`` where it is made already."""

    @abstractmethod
    def revert(self, source: bytes) -> Outcome:
        """Undo the change; ``Unchanged`` where it is not there."""
