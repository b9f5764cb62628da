"""Which files are in the repository: read from git's index, without git."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 64_000_000
MAX_LEVELS = 8
# Of an entry, before its path: times, numbers, the object's name, and flags.
_FIXED = 62
_EXTENDED = 0x4000
_EXTENDING = (3, 4)
_COMPRESSED = 4


def tracked(root: Path) -> frozenset[str] | None:
    """The files below a directory that are in the index, relative to it; None where there is none.

    An index that cannot be read says nothing.
    """
    folder = root.resolve()
    for _ in range(MAX_LEVELS):
        git = folder / ".git"
        if git.exists():
            try:
                index = git / "index"
                if not index.is_file() or index.stat().st_size > MAX_BYTES:
                    return None
                paths = _paths(index.read_bytes())
            except (IndexError, OSError, ValueError):
                return None
            inner = root.resolve().relative_to(folder).as_posix()
            before = "" if inner == "." else f"{inner}/"
            below = (path for path in paths if path.startswith(before))
            return frozenset(path.removeprefix(before) for path in below)
        if folder.parent == folder:
            return None
        folder = folder.parent
    return None


def _paths(content: bytes) -> list[str]:
    """The paths of an index of version 2, 3 or 4.

    Raises:
        ValueError: it is none.
        IndexError: it ends too early.
    """
    version = int.from_bytes(content[4:8], "big")
    if content[:4] != b"DIRC" or version not in {2, 3, 4}:
        raise ValueError("no index")
    count = int.from_bytes(content[8:12], "big")
    found: list[str] = []
    place, before = 12, b""
    while len(found) < count:
        flags = int.from_bytes(content[place + 60 : place + 62], "big")
        start = place + _FIXED + (2 if version in _EXTENDING and flags & _EXTENDED else 0)
        if version == _COMPRESSED:
            cut, start = _number(content, start)
            end = content.index(b"\0", start)
            before = before[: len(before) - cut] + content[start:end]
            place = end + 1
        else:
            end = content.index(b"\0", start)
            before = content[start:end]
            # One to eight zeros fill it up to a multiple of eight.
            place += (end - place) // 8 * 8 + 8
        found.append(before.decode("utf-8", errors="replace"))
    return found


def _number(content: bytes, place: int) -> tuple[int, int]:
    """A number of variable width, and the place behind it."""
    byte = content[place]
    value = byte & 0x7F
    while byte & 0x80:
        place += 1
        byte = content[place]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, place + 1
