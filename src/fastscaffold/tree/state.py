"""The directory in which a project's transactions keep their state, and the lock on it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError
from fastscaffold.tree import disk
from fastscaffold.tree.content import is_directory, is_link, is_there
from fastscaffold.tree.lock import acquire
from fastscaffold.tree.paths import STATE_DIRECTORY, TRANSACTION_DIRECTORY

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from fastscaffold.tree.lock import Lock

# A holder that ends removes an empty directory from under those who have just opened it.
_ATTEMPTS = 3


@contextmanager
def project_lock(root: Path) -> Generator[None]:
    """Hold a project against other runs; the state directory is made, and dropped if left empty.

    Args:
        root: the project, links resolved.

    Raises:
        ProjectError: another run holds it (``tree.locked``), or something else has the
            directory's name.
        OSError: the directory can be neither made nor opened.
    """
    directory = root / STATE_DIRECTORY
    check_state(root)
    lock = _acquire(root, directory)
    try:
        yield
    finally:
        if not lock.is_file:
            _drop_empty(directory)
        lock.release()
        if lock.is_file:
            _drop_empty(directory)


def check_state(root: Path) -> None:
    """Refuse a project whose state directory leads elsewhere.

    Raises:
        ProjectError: it, or the transaction's directory in it, is a link or no directory.
    """
    for name in (STATE_DIRECTORY, TRANSACTION_DIRECTORY):
        path = root / name
        if is_link(path) or (is_there(path) and not is_directory(path)):
            raise ProjectError(
                Message("tree.not-a-directory", "A directory is expected here.", name)
            )


def remove_tree(path: Path) -> None:
    """Remove a directory of ours with all that is in it; what cannot be removed stays."""
    with suppress(OSError):
        children = tuple(path.iterdir())
        for child in children:
            if is_directory(child) and not is_link(child):
                remove_tree(child)
            else:
                with suppress(OSError):
                    disk.unlink(child)
        disk.rmdir(path)


def _acquire(root: Path, directory: Path) -> Lock:
    for _ in range(_ATTEMPTS):
        if not is_directory(directory):
            with suppress(FileExistsError):
                disk.mkdir(directory)
        with suppress(FileNotFoundError):
            lock = acquire(directory)
            if lock is not None:
                return lock
    raise locked(root)


def locked(root: Path) -> ProjectError:
    """The error for a project that another run is changing."""
    return ProjectError(
        Message(
            "tree.locked",
            f"Another run of fastscaffold is changing {root.name}.",
            hint="Wait until it has ended, then try again.",
        )
    )


def _drop_empty(directory: Path) -> None:
    with suppress(OSError):
        if not any(directory.iterdir()):
            disk.rmdir(directory)
