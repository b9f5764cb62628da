"""A process is killed at every change that it makes to the disk."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from support.faults import counted, kill_at, restore

from fastscaffold.errors import ProjectError
from fastscaffold.tree import DiskSink, recover
from fastscaffold.tree.journal import load_journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.tree_scenario import Scenario

pytestmark = [pytest.mark.any_python, pytest.mark.usefixtures("unsynced")]


def points(scenario: Scenario) -> int:
    """How many fault points a commit has."""
    with counted() as fault:
        scenario.commit()
    scenario.reset()
    return fault.count


def test_the_scenario_has_every_kind_of_change(scenario: Scenario) -> None:
    with counted() as fault:
        scenario.commit()
    assert set(fault.calls) == {
        "mkdir", "link", "write_file", "replace", "unlink", "rmdir", "sync"
    }  # fmt: skip
    assert fault.count > 40


def test_a_kill_anywhere_leaves_all_or_nothing(scenario: Scenario) -> None:
    ends = {"before": 0, "after": 0}
    total = points(scenario)
    for number in count(1):
        if not kill_at(number, scenario.commit):
            break
        recovery = recover(scenario.root)
        now = scenario.now()
        assert now in (scenario.before, scenario.after), number
        ends["after" if now == scenario.after else "before"] += 1
        if recovery is not None:
            assert recovery.direction == "forward"
            assert recovery.kept == ()
            assert now == scenario.after
        assert recover(scenario.root) is None
        scenario.reset()
    assert scenario.now() == scenario.after
    assert sum(ends.values()) == total
    assert min(ends.values()) > 10


def test_a_kill_while_verifying_leaves_all_or_nothing(scenario: Scenario) -> None:
    commit = DiskSink(verify=lambda: None).commit
    found = set[str]()
    for number in count(1):
        if not kill_at(number, lambda: commit(scenario.plan)):
            break
        recovery = recover(scenario.root)
        now = scenario.now()
        if recovery is not None:
            found.add(recovery.direction)
        assert now in (scenario.before, scenario.after), number
        scenario.reset()
    assert found == {"back"}
    assert scenario.now() == scenario.after


@pytest.mark.parametrize(
    ("scenario", "way"),
    [
        ("ours", "commit"),
        ("foreign", "undone"),
        pytest.param("foreign", "commit", marks=pytest.mark.wide),
        pytest.param("ours", "undone", marks=pytest.mark.wide),
        pytest.param("ours", "verified", marks=pytest.mark.wide),
    ],
    indirect=["scenario"],
)
def test_a_second_kill_during_recovery_leaves_all_or_nothing(scenario: Scenario, way: str) -> None:
    action = ways(scenario)[way]
    kills = 0
    for number in count(1):
        if not kill_at(number, action):
            break
        left = scenario.now()
        if load_journal(scenario.root / ".fastscaffold/txn") is None and number % 8:
            scenario.reset()  # nothing to do but to drop what was staged: a sample is enough
            continue
        for second in count(1):
            restore(scenario.root, left)
            if not kill_at(second, lambda: recover(scenario.root)):
                break
            kills += 1
            recover(scenario.root)
            assert scenario.now() in (scenario.before, scenario.after), (number, second)
            assert recover(scenario.root) is None
        scenario.reset()
    assert kills > 200


def ways(scenario: Scenario) -> dict[str, Callable[[], object]]:
    def refuse() -> None:
        raise RuntimeError

    def undone() -> None:
        with pytest.raises(RuntimeError):
            DiskSink(verify=refuse).commit(scenario.plan)

    return {
        "commit": scenario.commit,
        "verified": lambda: DiskSink(verify=lambda: None).commit(scenario.plan),
        "undone": undone,
    }


def test_the_next_commit_recovers_first(scenario: Scenario) -> None:
    outcomes = set[str]()
    for number in range(1, points(scenario) + 1):
        assert kill_at(number, scenario.commit)
        try:
            assert DiskSink().commit(scenario.plan).recovered is None
        except ProjectError as error:
            outcomes.add(error.messages[0].code)
        else:
            outcomes.add("done")
        assert scenario.now() == scenario.after, number
        scenario.reset()
    assert outcomes == {"tree.changed", "done"}
