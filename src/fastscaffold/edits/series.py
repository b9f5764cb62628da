"""Several edits of one file, those of a kind at once: a file is parsed once, not for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.edits.base import Changed, Edit, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a file.

    Attributes:
        content: with all that could be made.
        refused: what could not.
    """

    content: bytes
    refused: tuple[Refused, ...] = ()


def apply_series(edits: Iterable[Edit], source: bytes) -> Applied:
    """Apply edits of a file; the bytes are those of applying them one by one, kind by kind."""
    kinds: dict[type[Edit], list[Edit]] = {}
    for edit in edits:
        kinds.setdefault(type(edit), []).append(edit)
    content = source
    refused: list[Refused] = []
    for kind, group in kinds.items():
        match kind.apply_all(group, content):
            case Changed(content=changed):
                content = changed
            case Refused():
                applied = _one_by_one(group, content)
                content = applied.content
                refused += applied.refused
            case _:
                pass
    return Applied(content, tuple(refused))


def _one_by_one(edits: Sequence[Edit], source: bytes) -> Applied:
    """So that each that is refused says so, with its own lines to paste."""
    content = source
    refused: list[Refused] = []
    for edit in edits:
        match edit.apply(content):
            case Changed(content=changed):
                content = changed
            case Refused() as reason:
                refused.append(reason)
            case _:
                pass
    return Applied(content, tuple(refused))
