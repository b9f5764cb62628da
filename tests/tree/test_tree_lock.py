from __future__ import annotations

import errno
import fcntl
import os
import stat
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest
from support.faults import in_child, kill_at, result_of, results_of, snapshot
from support.tree_scenario import Scenario, make_scenario, write

from fastscaffold.errors import FastScaffoldError, ProjectError
from fastscaffold.tree import DiskSink, NewProjectSink, Plan, Tree, recover
from fastscaffold.tree.state import project_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def code_of(action: Callable[[], object]) -> str:
    """What came of an action: ``done`` or the code of its error."""
    try:
        action()
    except FastScaffoldError as error:
        return error.messages[0].code
    return "done"


@pytest.fixture
def without_directory_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    real = fcntl.flock

    def flock(descriptor: int, operation: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EBADF, "Bad file descriptor")
        real(descriptor, operation)

    monkeypatch.setattr("fcntl.flock", flock)


def check_exclusion(scenario: Scenario) -> None:
    def second() -> str:
        return code_of(scenario.commit)

    def both() -> None:
        assert result_of(second) == "tree.locked"
        assert result_of(lambda: code_of(lambda: recover(scenario.root))) == "tree.locked"

    DiskSink(verify=both).commit(scenario.plan)
    assert scenario.now() == scenario.after


def test_a_second_run_is_refused_while_the_first_is_on(scenario: Scenario) -> None:
    check_exclusion(scenario)


@pytest.mark.usefixtures("without_directory_locks")
def test_a_lock_file_stands_in_and_goes_again(scenario: Scenario) -> None:
    check_exclusion(scenario)


@pytest.mark.usefixtures("without_directory_locks", "unsynced")
def test_a_lock_file_that_a_kill_left_is_no_hindrance(tmp_path: Path) -> None:
    scenario = make_scenario(tmp_path / "p")
    killed = 0
    while kill_at(killed + 1, scenario.commit):
        killed += 1
        recover(scenario.root)
        code_of(scenario.commit)
        assert scenario.now() == scenario.after
        scenario.reset()
    assert killed > 40


def test_the_lock_dies_with_its_process(scenario: Scenario) -> None:
    def die() -> None:
        os.kill(os.getpid(), 9)

    assert in_child(lambda: DiskSink(verify=die).commit(scenario.plan))
    recovery = recover(scenario.root)
    assert recovery is not None
    assert recovery.direction == "back"
    assert scenario.now() == scenario.before


def test_an_error_names_the_project_and_ends_with_code_5(tmp_path: Path) -> None:
    write(tmp_path, {"shop/a": b""})
    root = tmp_path / "shop"
    with project_lock(root), pytest.raises(ProjectError) as caught, project_lock(root):
        pass
    assert caught.value.exit_code == 5
    assert "shop" in caught.value.messages[0].message
    assert caught.value.messages[0].hint


def test_holders_come_and_go_and_never_meet(tmp_path: Path) -> None:
    """The state directory is made and dropped by each, which must not let two of them in."""
    marker = tmp_path / "held"

    def work() -> int:
        taken = 0
        for _ in range(300):
            with suppress(ProjectError), project_lock(tmp_path):
                os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
                marker.unlink()
                taken += 1
        return taken

    assert any(results_of([work] * 4))
    assert snapshot(tmp_path).keys() == {"."}


@pytest.mark.parametrize("kind", ["project", "new"])
def test_of_many_runs_at_once_one_wins(tmp_path: Path, kind: str) -> None:
    for attempt in range(10):
        root = tmp_path / f"p{attempt}"
        if kind == "project":
            root.mkdir()
        tree = Tree(root)
        for number in range(5):
            tree.write(f"d/{number}", b"x" * 1000)
        plan = Plan(root, tree.actions(), tree.reads)
        sink = DiskSink() if kind == "project" else NewProjectSink()
        ends = results_of([partial(code_of, partial(sink.commit, plan))] * 4)
        assert ends.count("done") == 1, ends
        assert set(ends) <= {"done", "tree.locked", "tree.changed", "tree.exists"}
        assert sum(path.is_file() for path in tmp_path.rglob("*")) == 5 * (attempt + 1)
