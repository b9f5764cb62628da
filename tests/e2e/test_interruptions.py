"""Whole commands are killed, starved of disk space and denied access at every change they make."""

from __future__ import annotations

import errno
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import pytest
from support import projects
from support.faults import counted, fail_at, kill_at, restore, snapshot

from fastscaffold.errors import CommitError, UsageError
from fastscaffold.tree import DiskSink, NewProjectSink, recover
from fastscaffold.tree.journal import load_journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.faults import Snapshot

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unsynced")]

NOTES = "version: 1\nfeature: notes\nfields:\n  title: str(80)\n"


class SinkReachedError(Exception):
    """Ends a command where it would begin to write."""


@dataclass(frozen=True)
class Command:
    """A command that has been planned and verified: its last step can be taken again and again.

    Attributes:
        watched: the directory that holds everything it may change.
        project: the project in it.
        run: the command as a whole.
        commit: its last step.
        before: what the directory holds.
        after: what it is to hold.
    """

    watched: Path
    project: Path
    run: Callable[[], object]
    commit: Callable[[], object]
    before: Snapshot
    after: Snapshot

    def reset(self) -> None:
        restore(self.watched, self.before)

    def is_whole(self) -> bool:
        """Whether it holds one or the other, and nothing half done."""
        return snapshot(self.watched) in (self.before, self.after)


def planned(watched: Path, project: Path, run: Callable[[], object]) -> Command:
    commits: list[Callable[[], object]] = []

    def stop(sink, plan):
        commits.append(lambda: original[type(sink)](sink, plan))
        raise SinkReachedError

    original = {kind: kind.commit for kind in (DiskSink, NewProjectSink)}
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SinkReachedError):
        for kind in original:
            patch.setattr(kind, "commit", stop)
        run()
    before = snapshot(watched)
    commits[0]()
    after = snapshot(watched)
    assert after != before
    restore(watched, before)
    return Command(watched, project, run, commits[0], before, after)


@pytest.fixture(params=["new", "add-feature", "remove-feature"])
def command(request, memory_path, pristine_project) -> Command:
    project = memory_path / "api"
    if request.param == "new":
        return planned(memory_path, project, lambda: projects.create(memory_path))
    projects.copied(pristine_project, project)
    if request.param == "add-feature":
        return planned(project, project, lambda: projects.add(project, NOTES))
    projects.add(project, NOTES)
    return planned(project, project, lambda: projects.remove(project, "notes"))


def recovered(command: Command) -> None:
    """Do what the next command does first."""
    if command.project.exists():
        recover(command.project)


def points(command: Command) -> int:
    with counted() as fault:
        command.commit()
    command.reset()
    return fault.count


def test_a_kill_anywhere_leaves_all_or_nothing(command):
    ends = set()
    for number in count(1):
        if not kill_at(number, command.commit):
            break
        recovered(command)
        now = snapshot(command.project)
        ends.add("after" if now == below(command, command.after) else "before")
        assert now in (below(command, command.before), below(command, command.after)), number
        command.reset()
    assert number > 60
    assert ends == {"before", "after"}


def below(command: Command, whole: Snapshot) -> Snapshot:
    """The part of a snapshot that is the project's."""
    if command.project == command.watched:
        return whole
    name = command.project.name
    return {
        path.removeprefix(f"{name}/") if path != name else ".": entry
        for path, entry in whole.items()
        if path == name or path.startswith(f"{name}/")
    }


def test_the_same_command_again_ends_well_wherever_the_first_was_killed(command):
    total = points(command)
    for number in range(1, total + 1, total // 8):
        assert kill_at(number, command.commit)

        # A feature whose removal recovery has finished is not there to be removed again.
        with suppress(UsageError):
            command.run()

        assert snapshot(command.watched) == command.after, number
        command.reset()


@pytest.mark.parametrize("command", ["add-feature", "remove-feature"], indirect=True)
@pytest.mark.parametrize("step", [16, pytest.param(1, marks=pytest.mark.wide)])
def test_a_second_kill_during_recovery_leaves_all_or_nothing(command, step):
    kills = 0
    for first in count(1, step):
        if not kill_at(first, command.commit):
            break
        left = snapshot(command.watched)
        if load_journal(command.project / ".fastscaffold/txn") is not None:
            for second in count(1):
                restore(command.watched, left)
                if not kill_at(second, lambda: recover(command.project)):
                    break
                kills += 1
                recovered(command)
                assert command.is_whole(), (first, second)
        command.reset()
    assert kills > 30


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO], ids=errno.errorcode.get)
def test_a_disk_that_refuses_leaves_no_change(command, code):
    total = points(command)
    refused = 0
    for number in range(1, total + 1):
        expected = command.after
        with fail_at(number, code, full=code == errno.ENOSPC):
            try:
                command.commit()
            except CommitError:
                refused += 1
                expected = command.before
        # Where no error came, it was the cleaning up behind a complete commit that failed.
        recovered(command)
        assert snapshot(command.watched) == expected, number
        command.reset()
    assert refused > 20
