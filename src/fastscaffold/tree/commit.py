"""Takes a plan to the disk, and takes everything back where the disk refuses."""

from __future__ import annotations

import errno
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold import interrupts
from fastscaffold.errors import CommitError, Message
from fastscaffold.tree import disk
from fastscaffold.tree.journal import (
    BACK_NAME,
    FORWARD_NAME,
    backup_name,
    load_journal,
    staged_name,
)
from fastscaffold.tree.paths import STATE_DIRECTORY, TRANSACTION_DIRECTORY
from fastscaffold.tree.prepare import prepare
from fastscaffold.tree.state import remove_tree
from fastscaffold.tree.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from fastscaffold.tree.journal import Journal
    from fastscaffold.tree.plan import Plan

# What file systems say that know no second names.
_NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EINVAL}
)
_PREPARED_NAME = "journal.new"

_HINTS = {
    errno.ENOSPC: "Free some space on the disk, then run the command again.",
    errno.EDQUOT: "Free some of the disk quota, then run the command again.",
    errno.EACCES: "Check the permissions of the file and of its directory.",
    errno.EPERM: "Check the permissions of the file and of its directory.",
    errno.EROFS: "The file system is mounted read-only.",
    errno.EXDEV: "The project must be on one file system.",
}


def commit(root: Path, plan: Plan, verify: Callable[[], None] | None = None) -> None:
    """Carry out a plan under the project's lock, where no other transaction is open.

    Args:
        root: the project, links resolved.
        plan: what to do.
        verify: called with everything in its place; what it raises undoes everything. A process
            that is killed during it has changed nothing either.

    Raises:
        ProjectError: the plan no longer fits the disk.
        CommitError: the disk refused something; all is as before.
    """
    journal = prepare(root, plan)
    directory = root / TRANSACTION_DIRECTORY
    with commit_errors(root, _stand_ins(journal)):
        try:
            _stage(root, plan, journal, BACK_NAME if verify else FORWARD_NAME)
            transaction = Transaction(root, journal)
            transaction.roll_forward(strict=True)
            if verify is not None:
                verify()
            interrupts.hold()
            transaction.close()
        except BaseException as error:
            _abort(root, error)
            raise
    remove_tree(directory)
    transaction.sweep()


@contextmanager
def commit_errors(
    root: Path, names: Mapping[str, str] | None = None, other: str | None = None
) -> Generator[None]:
    """Turn what the disk refuses into errors that say what and why.

    Args:
        root: paths in messages are relative to it.
        names: what the files in a transaction's directory stand for.
        other: what to name where the culprit is not below the root.

    Raises:
        CommitError: in place of any OSError.
    """
    try:
        yield
    except OSError as error:
        path = _culprit(root, error, names or {}) or other
        raise CommitError(
            Message(
                "tree.commit",
                f"{path or 'A file'} could not be written: {error.strerror or error}. "
                "Nothing was changed.",
                path,
                hint=_HINTS.get(error.errno or 0),
            )
        ) from error


def unfinished(root: Path, error: Exception) -> CommitError:
    """The error for a tree in between that nobody can finish now."""
    path, reason = None, str(error)
    if isinstance(error, OSError):
        path, reason = _culprit(root, error, {}), error.strerror or reason
    return CommitError(
        Message(
            "tree.unfinished",
            f"The run was interrupted and could not be undone yet: {reason}.",
            path,
            hint="Nothing is lost: make room on the disk or mend its permissions, then run "
            "`fastscaffold recover`.",
        )
    )


def _stage(root: Path, plan: Plan, journal: Journal, name: str) -> None:
    directory = root / TRANSACTION_DIRECTORY
    actions = {action.path: action for action in plan.changes}
    prepared = directory / _PREPARED_NAME
    written = [prepared]
    disk.mkdir(directory)
    for index, entry in enumerate(journal.entries):
        action, target = actions[entry.path], root / entry.target
        mode = action.mode
        if entry.before is not None:
            mode = stat.S_IMODE(target.stat().st_mode)
            _back_up(target, directory / backup_name(index), mode)
            written.append(directory / backup_name(index))
        if action.after is not None:
            disk.write_file(directory / staged_name(index), action.after, mode)
            written.append(directory / staged_name(index))
    disk.write_file(prepared, journal.to_json())
    disk.sync(*written, directory, root / STATE_DIRECTORY)
    disk.replace(prepared, directory / name)
    disk.sync(directory)


def _back_up(source: Path, target: Path, mode: int) -> None:
    try:
        disk.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        disk.write_file(target, source.read_bytes(), mode)


def _abort(root: Path, cause: BaseException) -> None:
    directory = root / TRANSACTION_DIRECTORY
    try:
        loaded = load_journal(directory)
        if loaded is not None:
            transaction = Transaction(root, loaded[0])
            transaction.roll_back()
            transaction.close()
    except Exception as error:  # noqa: BLE001 # whatever it is, something may have changed
        raise unfinished(root, error) from cause
    remove_tree(directory)


def _stand_ins(journal: Journal) -> dict[str, str]:
    names: dict[str, str] = {}
    for index, entry in enumerate(journal.entries):
        names[staged_name(index)] = names[backup_name(index)] = entry.path
    return names


def _culprit(root: Path, error: OSError, names: Mapping[str, str]) -> str | None:
    for name in (error.filename2, error.filename):
        path = None if name is None else Path(str(name))
        if path is not None and path.is_relative_to(root):
            return names.get(path.name) or path.relative_to(root).as_posix()
    return None
