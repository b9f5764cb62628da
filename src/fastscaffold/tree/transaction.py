"""All of a plan or nothing of it, whenever the process ends.

The way of a commit, under the project's lock:

1. Nothing is changed: the plan is checked against the disk.
2. New contents are staged, old ones get a second name, all of it in ``.fastscaffold/txn``.
3. The journal is renamed into its place: the commit point. A process that is killed before it
   has changed nothing; one that is killed after it is completed by the next run.
4. Each file is renamed into its place, in the plan's order.
5. The journal is removed: done.

A process that lives on undoes everything when the disk refuses anything before step 5. It first
renames the journal to ``rollback.json``, so that being killed meanwhile changes no direction.
Undoing needs no space: it renames and removes only, save for directories to be made again.

No step relies on an earlier one having been the last: each looks at what a file holds, so both
directions can be taken up anywhere, any number of times. A file that holds neither what it held
before nor what it was to hold was changed by someone else and is never touched.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold.errors import ProjectError
from fastscaffold.tree import disk
from fastscaffold.tree.content import OTHER, fingerprint, is_directory, is_link, is_there
from fastscaffold.tree.journal import BACK_NAME, FORWARD_NAME, backup_name, staged_name
from fastscaffold.tree.paths import TRANSACTION_DIRECTORY
from fastscaffold.tree.prepare import changed_message, parents

if TYPE_CHECKING:
    from fastscaffold.tree.journal import Entry, Gone, Journal

_NOT_EMPTY = frozenset({errno.ENOTEMPTY, errno.EEXIST})


class State(Enum):
    """What a file of a transaction is now."""

    BEFORE = auto()
    AFTER = auto()
    FOREIGN = auto()


class Transaction:
    """A journal that is in its place, on its way forward or back."""

    def __init__(self, root: Path, journal: Journal) -> None:
        self._root = root
        self._journal = journal
        self._directory = root / TRANSACTION_DIRECTORY
        self._plain: dict[str, bool] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """All files that it is about."""
        return tuple(entry.path for entry in self._journal.entries)

    def must_go_back(self) -> bool:
        """Whether only the way back ends in a whole tree.

        So it is when a file was changed by someone before the transaction got to it, or a staged
        content is gone, and nothing bars the way back in turn.
        """
        bars_forward = bars_back = False
        for index, entry in enumerate(self._journal.entries):
            staged = self._holds(staged_name(index), entry.after)
            match self._state(entry):
                case State.BEFORE:
                    bars_forward |= not staged
                case State.AFTER:
                    bars_back |= not self._holds(backup_name(index), entry.before)
                case State.FOREIGN if staged:
                    bars_forward = True
                case State.FOREIGN:
                    bars_back = True
        return bars_forward and not bars_back

    def roll_forward(self, *, strict: bool) -> tuple[str, ...]:
        """Do what is not done yet.

        Args:
            strict: whether a file that someone else has changed is an error.

        Returns:
            The files that were left alone because someone else has changed them.

        Raises:
            ProjectError: there is such a file, and ``strict``.
            OSError: the disk refused something.
        """
        kept: list[str] = []
        for name in self._journal.made:
            if self._is_plain(name) and not is_directory(self._root / name):
                disk.mkdir(self._root / name)
        for index, entry in enumerate(self._journal.entries):
            match self._state(entry):
                case State.AFTER:
                    continue
                case State.BEFORE if self._holds(staged_name(index), entry.after):
                    self._do(index, entry)
                case _ if strict:
                    raise ProjectError(changed_message(entry.path))
                case _:
                    kept.append(entry.path)
        for gone in self._journal.gone:
            self._remove_directory(gone.path)
        self._sync()
        return tuple(kept)

    def roll_back(self) -> tuple[str, ...]:
        """Undo what is done.

        Returns:
            The files that were left alone because someone else has changed them.

        Raises:
            OSError: the disk refused something.
        """
        if is_there(self._directory / FORWARD_NAME):
            disk.replace(self._directory / FORWARD_NAME, self._directory / BACK_NAME)
            disk.sync(self._directory)
        kept: list[str] = []
        for gone in reversed(self._journal.gone):
            self._restore_directory(gone)
        for index, entry in reversed(tuple(enumerate(self._journal.entries))):
            match self._state(entry):
                case State.BEFORE:
                    continue
                case State.AFTER if self._holds(backup_name(index), entry.before):
                    self._undo(index, entry)
                case _:
                    kept.append(entry.path)
        for name in reversed(self._journal.made):
            if self._is_plain(name):
                drop_bytecode(self._root / name)
            self._remove_directory(name)
        self._sync()
        return tuple(kept)

    def close(self) -> None:
        """Remove the journal: from here on there is nothing to be finished.

        Raises:
            OSError: the disk refused it; the journal is still there.
        """
        for name in (FORWARD_NAME, BACK_NAME):
            if is_there(self._directory / name):
                disk.unlink(self._directory / name)
        with suppress(OSError):  # done is done; at worst, it is found to be done once more
            disk.sync(self._directory)

    def sweep(self) -> None:
        """Remove directories in which a removal has left nothing but bytecode caches."""
        targets = (entry.target for entry in self._journal.entries if entry.after is None)
        for target in targets:
            for name in parents(target)[:-1]:
                if not self._is_plain(name):
                    break
                drop_bytecode(self._root / name)
                with suppress(OSError):
                    if any((self._root / name).iterdir()):
                        break
                    disk.rmdir(self._root / name)

    def _do(self, index: int, entry: Entry) -> None:
        target = self._root / entry.target
        if entry.after is None:
            disk.unlink(target)
        else:
            disk.replace(self._directory / staged_name(index), target)

    def _undo(self, index: int, entry: Entry) -> None:
        target = self._root / entry.target
        if entry.before is None:
            disk.unlink(target)
        else:
            disk.replace(self._directory / backup_name(index), target)

    def _state(self, entry: Entry) -> State:
        current = fingerprint(self._root / entry.target) if self._is_plain(entry.target) else OTHER
        if current == entry.after:
            return State.AFTER
        return State.BEFORE if current == entry.before else State.FOREIGN

    def _holds(self, name: str, expected: str | None) -> bool:
        """Whether a staged file or a backup is whole; one that is not needed always is."""
        return expected is None or fingerprint(self._directory / name) == expected

    def _is_plain(self, name: str) -> bool:
        # A parent that has become a link since may lead anywhere.
        parent = name.rpartition("/")[0]
        if parent not in self._plain:
            path = self._root / parent
            self._plain[parent] = Path(os.path.realpath(path)) == path
        return self._plain[parent]

    def _remove_directory(self, name: str) -> None:
        if not self._is_plain(name):
            return
        try:
            disk.rmdir(self._root / name)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            if error.errno not in _NOT_EMPTY:
                raise

    def _restore_directory(self, gone: Gone) -> None:
        path = self._root / gone.path
        if not self._is_plain(gone.path):
            return
        if not is_there(path):
            disk.mkdir(path)
        if is_directory(path) and stat.S_IMODE(path.stat().st_mode) != gone.mode:
            disk.chmod(path, gone.mode)

    def _sync(self) -> None:
        names = {parents(entry.target)[0] for entry in self._journal.entries}
        names.update(parents(name)[0] for name in self._journal.made)
        names.update(parents(gone.path)[0] for gone in self._journal.gone)
        directories = [self._root / name for name in sorted(names)]
        disk.sync(self._root, *(item for item in directories if is_directory(item)))


def drop_bytecode(directory: Path) -> None:
    """Remove a ``__pycache__`` that holds nothing but bytecode, where nothing stands beside it."""
    cache = directory / "__pycache__"
    with suppress(OSError):
        if tuple(directory.iterdir()) != (cache,) or is_link(directory) or is_link(cache):
            return
        files = tuple(cache.iterdir())
        if all(file.suffix == ".pyc" for file in files):
            for file in files:
                disk.unlink(file)
            disk.rmdir(cache)
