"""One run at a time, by a lock that the kernel frees when its holder dies.

The directory itself is locked, so no lock file is left behind. Where the platform or the file
system cannot lock a directory (Windows, some network file systems), a file ``lock`` in it is
locked instead; it is removed with the lock, and the next holder removes one that a kill left.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from fastscaffold.tree import disk

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_NAME = "lock"

_UNSUPPORTED = frozenset(
    {errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP}
)


class Lock:
    """A lock that is held until ``release``, or until the process ends."""

    def __init__(self, descriptor: int, file: Path | None = None) -> None:
        self._descriptor = descriptor
        self._file = file

    @property
    def is_file(self) -> bool:
        """Whether it needed a lock file."""
        return self._file is not None

    def release(self) -> None:
        """Give the lock back. The file, where there is one, goes while it is still held."""
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(self._descriptor)
        if self._file is not None:
            with suppress(OSError):
                disk.unlink(self._file)
        if sys.platform != "win32":
            os.close(self._descriptor)


def acquire(directory: Path) -> Lock | None:
    """Lock a directory, or a file in it where directories cannot be locked; never wait.

    Returns:
        The lock; None where another process holds it, or the directory was removed meanwhile.

    Raises:
        OSError: the directory is not there or may not be opened.
    """
    try:
        return lock_directory(directory)
    except OSError as error:
        if not is_unsupported(error):
            raise
    path = directory / LOCK_NAME
    return _take(disk.open_lock_file(path), path, file=path)


def lock_directory(directory: Path) -> Lock | None:
    """Lock a directory itself; never wait.

    Returns:
        The lock; None where another process holds it, or the directory was removed meanwhile.

    Raises:
        OSError: the directory cannot be opened, or directories cannot be locked here.
    """
    if sys.platform == "win32":
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(directory))
    return _take(os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW), directory)


def is_unsupported(error: OSError) -> bool:
    """Whether an error of ``lock_directory`` means that directories cannot be locked."""
    return error.errno in _UNSUPPORTED


def _take(descriptor: int, path: Path, *, file: Path | None = None) -> Lock | None:
    try:
        # What was locked may have been removed between opening and locking it.
        if _flock(descriptor) and os.path.samestat(os.fstat(descriptor), path.stat()):
            return Lock(descriptor, file)
    except FileNotFoundError:
        pass
    except OSError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _flock(descriptor: int) -> bool:
    if sys.platform == "win32":
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
