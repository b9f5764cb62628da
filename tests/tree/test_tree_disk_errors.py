"""The disk refuses each of the changes that are made to it."""

from __future__ import annotations

import errno
import os
from itertools import count
from typing import TYPE_CHECKING

import pytest
from support.faults import MUTATIONS, fail_at, kill_at, restore

from fastscaffold.errors import CommitError, ExitCode, ProjectError
from fastscaffold.tree import DiskSink, Plan, Recovery, Tree, recover

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.tree_scenario import Scenario

pytestmark = [pytest.mark.any_python, pytest.mark.usefixtures("unsynced")]

REFUSALS = [
    pytest.param(errno.ENOSPC, False, id="ENOSPC-once"),
    pytest.param(errno.ENOSPC, True, id="ENOSPC-for-good"),
    pytest.param(errno.EACCES, False, id="EACCES"),
    pytest.param(errno.EIO, False, id="EIO"),
]


def raised_by(action: Callable[[], object]) -> CommitError | None:
    try:
        action()
    except CommitError as error:
        return error
    return None


@pytest.mark.parametrize(("code", "full"), REFUSALS)
def test_a_refusal_anywhere_leaves_the_tree_as_it_was(
    scenario: Scenario, code: int, *, full: bool
) -> None:
    silent = list[str]()
    for number in count(1):
        with fail_at(number, code, full=full) as fault:
            error = raised_by(scenario.commit)
        if error is not None:
            assert scenario.now() == scenario.before, number
            message = error.messages[0]
            assert os.strerror(code) in message.message
            assert "Nothing was changed" in message.message
            assert message.path is None or ".fastscaffold/txn/new-" not in message.path
            assert error.exit_code is ExitCode.PROJECT
            continue
        recover(scenario.root)
        assert scenario.now() == scenario.after, number
        if not fault.happened:
            break
        # The journal was removed before, so the plan was carried out.
        silent.append(fault.calls[-1])
        scenario.reset()
    assert len(silent) <= 24
    assert set(silent) <= {"unlink", "rmdir", "sync"}


def test_a_refusal_names_the_file_and_the_remedy(scenario: Scenario) -> None:
    seen = dict[str | None, str | None]()
    for number in count(1):
        with fail_at(number, errno.ENOSPC, full=True) as fault:
            error = raised_by(scenario.commit)
        if error is not None:
            seen[error.messages[0].path] = error.messages[0].hint
        if not fault.happened:
            break
    assert {"src/app/main.py", "run.sh", ".env", "src/app/features/orders", "old/a.py"} <= set(seen)
    assert all(hint and "space" in hint for hint in seen.values())


def test_a_recovery_that_is_refused_goes_back_or_can_be_tried_again(scenario: Scenario) -> None:
    ends = set[str]()
    for number in count(1):
        if not kill_at(number, scenario.commit):
            break
        left = scenario.now()
        for second in count(1):
            restore(scenario.root, left)
            with fail_at(second, errno.EACCES) as fault:
                try:
                    first = recover(scenario.root)
                except CommitError as error:
                    ends.add(error.messages[0].code)
                else:
                    ends.add("none" if first is None else first.direction)
            recover(scenario.root)
            assert scenario.now() in (scenario.before, scenario.after), (number, second)
            if not fault.happened:
                break
        scenario.reset()
    assert {"tree.unfinished", "forward", "back", "none"} == ends


def test_a_full_disk_turns_an_interrupted_run_back(scenario: Scenario) -> None:
    found = list[Recovery | None]()
    for number in count(1):
        if not kill_at(number, scenario.commit):
            break
        with fail_at(1, errno.ENOSPC, full=True) as fault:
            recovery = recover(scenario.root)
        if fault.happened:
            found.append(recovery)
            assert recovery is not None
            assert recovery.direction == "back"
            assert scenario.now() == scenario.before
        assert scenario.now() in (scenario.before, scenario.after)
        scenario.reset()
    assert found


@pytest.mark.parametrize(
    "refusal", [OSError(errno.EROFS, os.strerror(errno.EROFS)), RuntimeError("a bug")]
)
@pytest.mark.parametrize("cause", [None, KeyboardInterrupt()])
def test_what_can_be_neither_done_nor_undone_is_said_and_finished_later(
    scenario: Scenario,
    monkeypatch: pytest.MonkeyPatch,
    refusal: Exception,
    cause: BaseException | None,
) -> None:
    def refuse(*_: object) -> None:
        raise refusal

    def pull_the_plug() -> None:
        for name in MUTATIONS:
            monkeypatch.setattr(f"fastscaffold.tree.disk.{name}", refuse)
        if cause is not None:
            raise cause

    with pytest.raises(CommitError) as caught:
        DiskSink(verify=pull_the_plug).commit(scenario.plan)
    monkeypatch.undo()
    assert caught.value.messages[0].code == "tree.unfinished"
    assert "Nothing was changed" not in str(caught.value)
    assert scenario.now() not in (scenario.before, scenario.after)
    recovery = recover(scenario.root)
    assert recovery is not None
    assert recovery.direction == "back"
    assert scenario.now() == scenario.before


def test_a_real_directory_in_the_way_is_named(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.write("a/f", b"")
    plan = Plan(tmp_path, tree.actions(), tree.reads)
    (tmp_path / ".fastscaffold").write_bytes(b"")
    with pytest.raises(ProjectError, match="directory is expected") as caught:
        DiskSink().commit(plan)
    assert caught.value.messages[0].path == ".fastscaffold"
