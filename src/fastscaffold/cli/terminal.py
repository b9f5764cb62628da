"""What a terminal can do, and what may be written to it."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, TextIO

import typer

if TYPE_CHECKING:
    from typing import Literal

    Colour = Literal["red", "green", "yellow", "cyan", "magenta"]


def visible(text: str, *, keep: str = "") -> str:
    """Replace every character that a terminal could obey, or that a reader would not see.

    Args:
        text: anything, such as a file name or a part of a spec.
        keep: characters that are left as they are, such as line ends.

    Returns:
        The text with control, bidirectional and other invisible characters as Python escapes.
    """
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in keep
        else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def has_colours(stream: TextIO) -> bool:
    """Whether to colour what goes to a stream; ``NO_COLOR`` wins over ``FORCE_COLOR``."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def has_terminal() -> bool:
    """Whether a person can be asked: both standard input and standard output are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


class Printer:
    """Writes lines to standard output or standard error, coloured where that stream allows."""

    def __init__(self, *, error: bool = False) -> None:
        self._stream = sys.stderr if error else sys.stdout
        self.colours = has_colours(self._stream)
        self.is_terminal = self._stream.isatty()
        self.encoding = self._stream.encoding or "utf-8"

    @property
    def width(self) -> int:
        """How many cells a line has where it matters; a file gets lines of a usual length."""
        usual = 100
        if not self.is_terminal:
            return usual
        return max(40, min(usual, shutil.get_terminal_size((usual, 24)).columns))

    def style(
        self, text: str, colour: Colour | None = None, *, bold: bool = False, dim: bool = False
    ) -> str:
        """Return the text with colours, or as it is where there are none."""
        if not self.colours:
            return text
        return typer.style(text, fg=colour, bold=bold or None, dim=dim or None)

    def line(self, text: str = "") -> None:
        """Write one line; ``text`` has been made visible already."""
        self.raw(text + "\n")

    def raw(self, text: str) -> None:
        """Write text that brings its own line ends; where nobody reads any more, do nothing."""
        try:
            typer.echo(text, file=self._stream, color=self.colours, nl=False)
        except BrokenPipeError:
            discard(self._stream)


def discard(stream: TextIO) -> None:
    """Let everything that is still written to a stream vanish, so that a command can end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
