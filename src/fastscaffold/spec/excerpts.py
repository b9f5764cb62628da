"""Cuts the line that an error is about out of the text of a spec."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.errors import Excerpt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.spec.positions import Position

# An editor counts these; other line ends of Unicode are refused in specs.
_LINE_END = re.compile(r"\r\n|\r|\n")
# What an error at its first character is about: a text in quotes, or a word.
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s,:=?(){}\[\]'"]+|.""", re.DOTALL)
_AROUND = 120
_CUT = "..."


def split_lines(text: str) -> tuple[str, ...]:
    """Split a text where editors begin a new line."""
    return tuple(_LINE_END.split(text))


def excerpt_at(lines: Sequence[str], position: Position) -> Excerpt | None:
    """Give the line of a place, cut where it is very long; None where there is no such line."""
    if not 1 <= position.line <= len(lines):
        return None
    text, start = _physical(lines[position.line - 1], position.column - 1)
    start = min(start, len(text))
    token = _TOKEN.match(text, start, start + _AROUND)
    length = 1 if token is None else token.end() - start
    first, last = max(0, start - _AROUND), start + length + _AROUND
    head = _CUT if first > 0 else ""
    tail = _CUT if last < len(text) else ""
    return Excerpt(f"{head}{text[first:last]}{tail}", start - first + len(head), length)


def whole(text: str) -> Excerpt:
    """Give a short text as a whole, cut where it is longer than that."""
    shown = text if len(text) <= _AROUND else text[:_AROUND] + _CUT
    return Excerpt(shown, 0, max(1, len(shown)))


def _physical(text: str, start: int) -> tuple[str, int]:
    """Give one line of an argument that has several, and the place in it."""
    first = 0
    for end in _LINE_END.finditer(text):
        if end.end() > start:
            return text[first : end.start()], start - first
        first = end.end()
    return text[first:], start - first
