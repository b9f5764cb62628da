"""Adds a variable to a file of environment variables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fastscaffold.edits.base import Changed, Edit, Outcome, Refused, Unchanged

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASSIGNMENT = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=")
_PLAIN_VALUE = re.compile(r"[^\s#'\"\\$`](?:[^\r\n#'\\$`]*[^\s#'\\$`])?|")


@dataclass(frozen=True, slots=True)
class AddEnvVar(Edit):
    """Adds ``NAME=value`` below a comment, as a paragraph of its own.

    Paragraphs that are sorted at the end of the file stay sorted, so the order in which variables
    are added makes no difference.

    Attributes:
        name: in capitals.
        value: without quotes.
        comment: one line, without the number sign.
    """

    name: ClassVar[str] = "add_env_var"

    variable: str
    value: str
    comment: str

    def __post_init__(self) -> None:
        """Refuse what a reader of such files would take for something else.

        Raises:
            ValueError: naming the text.
        """
        if not _ASSIGNMENT.fullmatch(f"{self.variable}="):
            raise ValueError(f"{self.variable!r} is not the name of a variable")
        if not _PLAIN_VALUE.fullmatch(self.value):
            raise ValueError(f"{self.value!r} would need quotes")
        if len(self.comment.splitlines()) != 1:
            raise ValueError(f"{self.comment!r} is not one line")

    def apply(self, source: bytes) -> Outcome:
        """Add the variable; one that is set already, to whatever value, is left alone."""
        text = _decoded(source)
        if text is None:
            return Refused("The file is not UTF-8.", "\n".join(self._lines))
        lines = text.splitlines(keepends=True)
        if any(_variable(line) == self.variable for line in lines):
            return Unchanged()
        end = "\r\n" if "\r\n" in text else "\n"
        paragraph = [line + end for line in self._lines]
        at = _place(lines, self.variable)
        if at < len(lines):
            lines[at:at] = [*paragraph, end]
        elif lines:
            closed = lines[-1] if lines[-1].endswith("\n") else lines[-1] + end
            last = [line.removesuffix(end) if closed != lines[-1] else line for line in paragraph]
            lines = [*lines[:-1], closed, end, *paragraph[:-1], last[-1]]
        else:
            lines = paragraph
        return Changed("".join(lines).encode())

    def revert(self, source: bytes) -> Outcome:
        """Take the variable out, unless its value or its comment is another by now."""
        text = _decoded(source)
        if text is None:
            return Refused("The file is not UTF-8.", "\n".join(self._lines))
        lines = text.splitlines(keepends=True)
        bare = [line.rstrip("\r\n") for line in lines]
        at = next((i for i, line in enumerate(lines) if _variable(line) == self.variable), None)
        if at is None:
            return Unchanged()
        first, last = at - 1, at + 1
        if at == 0 or bare[first:last] != list(self._lines):
            return Refused(
                f"{self.variable} was changed, so it stays.", "\n".join(bare[at:last]), at + 1
            )
        if last < len(lines) and not bare[last]:
            last += 1
        elif first and not bare[first - 1]:
            first -= 1
        kept = lines[:first] + lines[last:]
        if last == len(lines) and kept and not lines[-1].endswith("\n"):
            kept[-1] = kept[-1].rstrip("\r\n")
        return Changed("".join(kept).encode())

    @property
    def _lines(self) -> tuple[str, str]:
        return f"# {self.comment}", f"{self.variable}={self.value}"


EDIT = AddEnvVar


def _decoded(source: bytes) -> str | None:
    try:
        return source.decode()
    except UnicodeDecodeError:
        return None


def _variable(line: str) -> str | None:
    match = _ASSIGNMENT.match(line)
    return match[1] if match else None


def _place(lines: Sequence[str], name: str) -> int:
    """Index of the paragraph to stand before, among those at the end that are sorted already."""
    at = len(lines)
    following: str | None = None
    for start, first in reversed(list(_paragraphs(lines))):
        if following is not None and first > following:
            break
        following = first
        if first < name:
            break
        at = start
    return at


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Where each paragraph starts that sets a variable, and the first one that it sets."""
    found: list[tuple[int, str]] = []
    start: int | None = None
    for index, line in enumerate(lines):
        if not line.strip():
            start = None
            continue
        if start is None:
            start = index
        variable = _variable(line)
        if variable is not None and (not found or found[-1][0] != start):
            found.append((start, variable))
    return found
