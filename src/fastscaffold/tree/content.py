"""Reads what is on the disk, and says plainly why where it cannot."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Waiting for the writer of a named pipe would never end, hence O_NONBLOCK.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

OTHER = "not a readable file"

# The questions below are put through os.path, which answers no where pathlib raises.
# ruff: noqa: PTH112, PTH114


def is_there(path: Path) -> bool:
    """Whether anything has that name, a link to nothing included."""
    return os.path.lexists(path)


def is_directory(path: Path) -> bool:
    """Whether it is a directory, or a link to one."""
    return os.path.isdir(path)


def is_link(path: Path) -> bool:
    """Whether it is a symbolic link."""
    return os.path.islink(path)


def digest(content: bytes | None) -> str | None:
    """The sha256 of a content in hexadecimal digits; None for "no file"."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def read_regular(real: Path, path: str) -> bytes | None:
    """The bytes of a regular file; None where nothing has that name.

    Args:
        real: the file with all links resolved.
        path: how to name it in errors.

    Raises:
        ProjectError: something else is there, or it cannot be read.
    """
    try:
        descriptor = os.open(real, _READ)
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise _not_a_file(path, mode)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read()
    except OSError as error:
        raise unreadable(path, error) from error
    finally:
        os.close(descriptor)


def fingerprint(real: Path) -> str | None:
    """The sha256 of the regular file at ``real``, None for nothing, else ``OTHER``."""
    if is_link(real):
        return OTHER
    try:
        return digest(read_regular(real, str(real)))
    except ProjectError:
        return OTHER


def listing_digest(names: Iterable[str]) -> str:
    """A hash of the names in a directory that people put there.

    Hidden names and bytecode caches come and go with tools, so they do not count.
    """
    seen = sorted(name for name in names if not name.startswith(".") and name != "__pycache__")
    return hashlib.sha256("\0".join(seen).encode(errors="surrogateescape")).hexdigest()


def list_names(real: Path, path: str) -> tuple[str, ...] | None:
    """Sorted names in a directory; None where there is none.

    Raises:
        ProjectError: it is not a directory, or cannot be read.
    """
    try:
        return tuple(sorted(entry.name for entry in os.scandir(real)))
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise ProjectError(
            Message("tree.not-a-directory", "A directory is expected here, not a file.", path)
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: str, error: OSError) -> ProjectError:
    """The error for what the operating system does not let us read."""
    hint = "Check its permissions." if isinstance(error, PermissionError) else None
    return ProjectError(
        Message("tree.unreadable", f"It cannot be read: {error.strerror}.", path, hint=hint)
    )


def _not_a_file(path: str, mode: int) -> ProjectError:
    if stat.S_ISDIR(mode):
        return ProjectError(
            Message("tree.is-a-directory", "A file is expected here, not a directory.", path)
        )
    return ProjectError(
        Message("tree.not-a-file", "A regular file is expected here, not a device or pipe.", path)
    )
