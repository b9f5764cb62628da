"""Every change that is made to a disk goes through here, and nothing but such changes.

One seam: whoever replaces these functions sees each change, in order, before it happens.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_DEFAULT_MODE = 0o666
_THREADS = 8


def write_file(path: Path, content: bytes, mode: int | None = None) -> None:
    """Create a file that is not there yet; ``sync`` waits until its content is on the disk.

    Args:
        path: the file; an existing one is an error.
        content: all of its bytes.
        mode: exact permission bits; None for what the process's umask leaves.
    """
    with _named(path):
        descriptor = os.open(path, _CREATE, _DEFAULT_MODE if mode is None else mode)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if mode is not None and sys.platform != "win32":
                os.fchmod(descriptor, mode)
            if sys.platform == "win32":  # only who writes a file can wait for it there
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def link(source: Path, target: Path) -> None:
    """Give a file a second name."""
    os.link(source, target)


def replace(source: Path, target: Path) -> None:
    """Rename in one step, over whatever has the target's name."""
    source.replace(target)


def unlink(path: Path) -> None:
    """Remove a file."""
    path.unlink()


def mkdir(path: Path) -> None:
    """Make a directory; its parent must be there."""
    path.mkdir()


def chmod(path: Path, mode: int) -> None:
    """Set permission bits."""
    path.chmod(mode)


def rmdir(path: Path) -> None:
    """Remove an empty directory."""
    path.rmdir()


def sync(*paths: Path) -> None:
    """Wait until the contents of files, and the names in directories, are on the disk."""
    if sys.platform == "win32":  # directories cannot be opened there; renames are journaled
        return
    if len(paths) <= _THREADS:
        for path in paths:
            _sync(path)
        return
    # A file system writes down at once what several wait for.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 # not for a few files

    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(_sync, paths):
            pass


def _sync(path: Path) -> None:
    with _named(path):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def open_lock_file(path: Path) -> int:
    """Open a lock file, made where it is missing, and return its descriptor."""
    return os.open(path, os.O_RDWR | os.O_CREAT, _DEFAULT_MODE)


@contextmanager
def _named(path: Path) -> Generator[None]:
    # Errors of calls on a descriptor do not say which file they are about.
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
