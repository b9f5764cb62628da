"""Files that hold a key each: what they are called, and which of them have to be kept secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KEY_FILES = (".key", ".pem")
# What stands before the line that says what a file holds, such as the attributes of a bag.
_LENGTH = 512
HEAD = "PRIVATE KEY-----"


def is_private(file: Path) -> bool:
    """Whether the head of a file says that a private key is in it; links are not followed."""
    try:
        if file.is_symlink() or not file.is_file():
            return False
        with file.open("rb") as opened:
            return HEAD.encode() in opened.read(_LENGTH)
    except OSError:
        return False
