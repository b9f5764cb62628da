"""Reads what a user points at, within limits."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, SpecError

if TYPE_CHECKING:
    from pathlib import Path

    from fastscaffold.errors import FastScaffoldError

MAX_BYTES = 1024 * 1024
STDIN = "<stdin>"


def read_spec(path: Path) -> tuple[bytes, str]:
    """Read a spec file, or standard input for ``-``.

    Returns:
        The bytes, and how errors are to name their source.

    Raises:
        SpecError: it is missing, a directory, not readable or too large.
    """
    if str(path) != "-":
        return read_bounded(path, SpecError), str(path)
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    _check_size(content, STDIN, SpecError)
    return content, STDIN


def read_bounded(path: Path, error: type[FastScaffoldError]) -> bytes:
    """Read a file of at most 1 MiB.

    Args:
        path: of a regular file, or of something that reads like one.
        error: the class to raise.

    Raises:
        FastScaffoldError: of that class; says what is wrong with the path.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as cause:
        raise error(Message("file.unreadable", _reason(cause), str(path))) from cause
    _check_size(content, str(path), error)
    return content


def _reason(cause: OSError | ValueError) -> str:
    match cause:
        case FileNotFoundError():
            return "There is no such file."
        case IsADirectoryError():
            return "This is a directory, not a file."
        case PermissionError():
            return "The file may not be read."
        case _:
            return f"The file cannot be read: {cause}."


def _check_size(content: bytes, source: str, error: type[FastScaffoldError]) -> None:
    if len(content) > MAX_BYTES:
        raise error(
            Message(
                "file.too-large",
                "The file is larger than 1 MiB.",
                source,
                hint="Split it into several files.",
            )
        )
