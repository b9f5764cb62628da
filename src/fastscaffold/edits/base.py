"""What an edit is: a change of one file that the user owns, with its inverse."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        unreadable: whether the file has to be mended first, whatever lines are in it.
    """

    reason: str
    snippet: str = ""
    line: int | None = None
    unreadable: bool = False


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

    @classmethod
    def apply_all(cls, edits: Sequence[Edit], source: bytes) -> Outcome:
        """Make several changes of this kind: the same bytes as one after the other.

        All of them are of this kind, which reads the file once for all if it can. The first that
        is refused refuses all.
        """
        content = source
        for edit in edits:
            match edit.apply(content):
                case Changed(content=changed):
                    content = changed
                case Refused() as refused:
                    return refused
                case _:
                    pass
        return outcome(content, source)

    @abstractmethod
    def revert(self, source: bytes) -> Outcome:
        """Undo the change; ``Unchanged`` where it is not there."""
