"""Creates a whole directory in one step.

Everything is written into a hidden sibling of the directory, which is then renamed. The sibling
is locked as long as its process lives, so that the next run can tell an abandoned one. Where
parents are missing, the sibling stands beside the topmost of them: one rename makes them all.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold import interrupts
from fastscaffold.errors import ConflictError, Message
from fastscaffold.tree import disk
from fastscaffold.tree.actions import ActionKind
from fastscaffold.tree.commit import commit_errors
from fastscaffold.tree.content import is_directory, is_there
from fastscaffold.tree.lock import Lock, is_unsupported, lock_directory
from fastscaffold.tree.paths import check_path, real_root
from fastscaffold.tree.state import locked, remove_tree

if TYPE_CHECKING:
    from fastscaffold.tree.plan import Plan

_IN_THE_WAY = frozenset({errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR})
# Where directories cannot be locked, age tells; no run takes that long.
_ABANDONED_AFTER_SECONDS = 3600


def create_project(plan: Plan) -> None:
    """Carry out a plan that only creates, in a directory that is missing or empty.

    An empty directory keeps its permission bits; it is a new one nevertheless, so a shell that
    stands in it has to change into it again.

    Raises:
        ConflictError: something is in the way (``tree.exists``).
        ProjectError: another run is creating it (``tree.locked``), or a path leads outside.
        CommitError: the disk refused something; all is as before.
    """
    root = real_root(plan.root)
    _check(root, plan)
    top = next(path for path in _upwards(root) if is_there(path.parent))
    with commit_errors(root, other=str(plan.root)):
        clear_abandoned(root)
        staging, lock = _open_staging(top)
        try:
            inner = staging / root.relative_to(top)
            with commit_errors(inner, other=str(plan.root)):
                _fill(inner, plan)
                _publish(staging, top)
        finally:
            remove_tree(staging)
            if lock is not None:
                lock.release()


def clear_abandoned(root: Path) -> None:
    """Remove what killed runs have left of attempts to create a directory.

    Raises:
        ProjectError: a run that is creating it is still alive (``tree.locked``).
    """
    root = real_root(root)
    for path in _upwards(root):
        for sibling in _siblings(path):
            if not _clear(sibling):
                raise locked(root)


def _upwards(root: Path) -> tuple[Path, ...]:
    """The directory and those of its parents that are missing, and the one above these."""
    found = [root]
    while not is_there(found[-1]) and found[-1] != found[-1].parent:
        found.append(found[-1].parent)
    return tuple(found)


def _check(root: Path, plan: Plan) -> None:
    for action in plan.changes:
        if action.kind is not ActionKind.CREATE:
            raise ValueError(action.path)
        check_path(action.path)
    if is_there(root) and (not is_directory(root) or any(root.iterdir())):
        raise _exists(plan.root)


def _exists(root: Path) -> ConflictError:
    return ConflictError(
        Message(
            "tree.exists",
            f"{root.name} is there already and is not an empty directory.",
            str(root),
            hint="Choose another name, or move it out of the way.",
        )
    )


def _prefix(path: Path) -> str:
    return f".{path.name}.fastscaffold-"


def _siblings(path: Path) -> tuple[Path, ...]:
    with suppress(OSError):
        names = (entry for entry in path.parent.iterdir() if entry.name.startswith(_prefix(path)))
        return tuple(sorted(entry for entry in names if is_directory(entry)))
    return ()


def _clear(sibling: Path) -> bool:
    """Remove a sibling unless a living process holds it; say whether it is out of the way."""
    try:
        lock = lock_directory(sibling)
    except FileNotFoundError:
        return True
    except OSError as error:
        if not is_unsupported(error):
            return True
        if time.time() - sibling.stat().st_mtime > _ABANDONED_AFTER_SECONDS:
            remove_tree(sibling)
        return True
    if lock is None:
        return not is_there(sibling)
    remove_tree(sibling)
    lock.release()
    return True


def _open_staging(top: Path) -> tuple[Path, Lock | None]:
    while True:
        staging = top.with_name(_prefix(top) + os.urandom(4).hex())
        disk.mkdir(staging)
        try:
            lock = lock_directory(staging)
        except FileNotFoundError:
            continue
        except OSError as error:
            if is_unsupported(error):
                return staging, None
            remove_tree(staging)
            raise
        # Another run may have taken it for abandoned before it was locked.
        if lock is not None:
            return staging, lock


def _fill(root: Path, plan: Plan) -> None:
    # Directories in the order in which they are made.
    made: dict[str, None] = {}
    if not is_there(root):
        for path in reversed(_upwards(root)[:-1]):
            disk.mkdir(path)
    for action in plan.changes:
        if action.after is None:
            continue
        for parent in reversed(PurePosixPath(action.path).parents):
            name = str(parent)
            if name not in made and name != ".":
                disk.mkdir(root / name)
            made[name] = None
        disk.write_file(root / action.path, action.after, action.mode)
    written = [action.path for action in plan.changes if action.after is not None]
    disk.sync(*(root / name for name in (*written, *reversed(made))))


def _publish(staging: Path, top: Path) -> None:
    mode = stat.S_IMODE(top.stat().st_mode) if is_there(top) else None
    if mode is not None:
        disk.chmod(staging, mode)
        if sys.platform == "win32":  # a rename replaces no directory there
            disk.rmdir(top)
    interrupts.hold()
    try:
        disk.replace(staging, top)
    except OSError as error:
        if error.errno in _IN_THE_WAY:
            raise _exists(top) from error
        raise
    try:
        disk.sync(top.parent)
    except OSError:
        disk.replace(top, staging)
        if mode is not None:
            disk.mkdir(top)
            disk.chmod(top, mode)
        raise
