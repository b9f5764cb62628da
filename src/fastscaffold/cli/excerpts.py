"""Draws the line that an error is about, with carets below the place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

from fastscaffold.cli.terminal import visible

if TYPE_CHECKING:
    from fastscaffold.errors import Excerpt

_TAB = "    "
_CUT = "..."
# Terminals disagree on what these make of the character before them: they are shown as escapes.
_SELECTORS = range(0xFE00, 0xFE10)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
# Vowels and finals of Hangul stand within the syllable that they belong to.
_JAMO = range(0x1160, 0x1200)


def draw(excerpt: Excerpt, width: int, encoding: str = "utf-8") -> tuple[str, str]:
    """Give the line as a terminal can show it, and the line of carets below it.

    Args:
        excerpt: may hold any characters.
        width: how many cells of the terminal there are; what has no room is cut.
        encoding: of the stream; characters that it does not have are escaped.
    """
    shown = [_shown(char, encoding) for char in excerpt.text]
    cells = [_cells(text) for text in shown]
    start, end = excerpt.start, excerpt.start + excerpt.length
    first, last = _window(cells, start, width)
    head = _CUT if first > 0 else ""
    tail = _CUT if last < len(shown) else ""
    line = f"{head}{''.join(shown[first:last])}{tail}"
    indent = len(head) + sum(cells[first:start])
    carets = max(1, sum(cells[start : min(end, last)]))
    return line.rstrip(), " " * indent + "^" * carets


def _window(cells: list[int], start: int, width: int) -> tuple[int, int]:
    """Give the part of a line that has room: half of it before the place, where there is more."""
    if sum(cells) <= width:
        return 0, len(cells)
    room = width - 2 * len(_CUT)
    first = min(start, len(cells))
    taken = 0
    while first > 0 and taken + cells[first - 1] <= room // 2:
        first -= 1
        taken += cells[first]
    last, taken = first, 0
    while last < len(cells) and taken + cells[last] <= room:
        taken += cells[last]
        last += 1
    return first, last


def _shown(char: str, encoding: str) -> str:
    if char == "\t":
        return _TAB
    point = ord(char)
    if point in _SELECTORS or point in _SKIN_TONES or not _encodes(char, encoding):
        return char.encode("unicode_escape").decode("ascii")
    return visible(char)


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cells(text: str) -> int:
    """How many cells a terminal takes for a text without control characters."""
    return len(text) if text.isascii() else sum(map(_char_cells, text))


def _char_cells(char: str) -> int:
    if category(char) in {"Mn", "Me"} or ord(char) in _JAMO:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
