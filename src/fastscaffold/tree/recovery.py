"""Finishes, or undoes, what a killed run has left in a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fastscaffold.tree.commit import commit_errors, unfinished
from fastscaffold.tree.content import is_directory, is_there
from fastscaffold.tree.journal import load_journal
from fastscaffold.tree.paths import STATE_DIRECTORY, TRANSACTION_DIRECTORY, real_root
from fastscaffold.tree.state import check_state, project_lock, remove_tree
from fastscaffold.tree.transaction import Transaction

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of an interrupted run.

    Attributes:
        direction: ``forward`` where it was finished, ``back`` where it was undone.
        paths: the files that it was about.
        kept: those of them that were changed by someone else since, and left as they are.
    """

    direction: Literal["forward", "back"]
    paths: tuple[str, ...]
    kept: tuple[str, ...] = ()


def recover(root: Path) -> Recovery | None:
    """Bring a project out of an interrupted run: to all of its plan, or to none of it.

    A run that had passed its commit point is finished. It is undone where it was being undone
    already, where the disk refuses the way forward, and where a file that it had not got to yet
    was changed since, as only then the tree fits that change. Being killed meanwhile is harmless.

    Args:
        root: the project; it need not hold anything of ours.

    Returns:
        What was done; None where no run had been interrupted, or none that changed anything.

    Raises:
        ProjectError: another run holds the project (``tree.locked``), or the journal cannot be
            read (``tree.journal-damaged``, ``tree.journal-format``).
        CommitError: the disk refuses both ways; nothing is lost, and it can be tried again.
    """
    real = real_root(root)
    check_state(real)
    if not _has_remains(real):
        return None
    with commit_errors(real), project_lock(real):
        return recover_locked(real)


def recover_locked(root: Path) -> Recovery | None:
    """The same under the lock, for a root with its links resolved."""
    directory = root / TRANSACTION_DIRECTORY
    if not is_there(directory):
        return None
    loaded = load_journal(directory)
    if loaded is None:
        remove_tree(directory)
        return None
    journal, back = loaded
    recovery = _finish(root, Transaction(root, journal), back=back)
    remove_tree(directory)
    return recovery


def _finish(root: Path, transaction: Transaction, *, back: bool) -> Recovery:
    kept: tuple[str, ...] = ()
    try:
        back = back or transaction.must_go_back()
        if not back:
            try:
                kept = transaction.roll_forward(strict=False)
            except OSError:
                back = True
        if back:
            kept = transaction.roll_back()
        transaction.close()
    except OSError as error:
        raise unfinished(root, error) from error
    return Recovery("back" if back else "forward", transaction.paths, kept)


def _has_remains(root: Path) -> bool:
    state = root / STATE_DIRECTORY
    if not is_directory(state):
        return False
    # A run that was killed at once leaves an empty directory, which goes with the lock.
    return is_there(root / TRANSACTION_DIRECTORY) or not any(state.iterdir())
