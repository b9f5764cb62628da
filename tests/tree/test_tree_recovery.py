from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.faults import kill_at, snapshot
from support.tree_scenario import MAIN, Scenario, write

from fastscaffold.errors import ProjectError
from fastscaffold.tree import recover
from fastscaffold.tree.journal import FORWARD_NAME, load_journal

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.any_python, pytest.mark.usefixtures("unsynced")]

ROUTER = "src/app/features/orders/router.py"


def journaled_kills(scenario: Scenario) -> Iterator[int]:
    """Kill a commit at each point after which a journal is there."""
    for number in count(1):
        if not kill_at(number, scenario.commit):
            return
        if load_journal(scenario.root / ".fastscaffold/txn") is not None:
            yield number
        scenario.reset()


def differing(scenario: Scenario, wanted: str) -> set[str]:
    expected = scenario.before if wanted == "before" else scenario.after
    now = scenario.now()
    return {name for name in now.keys() | expected.keys() if now.get(name) != expected.get(name)}


def test_without_an_interrupted_run_nothing_is_touched(tmp_path: Path) -> None:
    assert recover(tmp_path / "missing") is None
    write(tmp_path, {".fastscaffold/project.json": b"{}"})
    before = snapshot(tmp_path)
    assert recover(tmp_path) is None
    assert snapshot(tmp_path) == before


def test_recovery_says_what_it_was_about(scenario: Scenario) -> None:
    for _ in journaled_kills(scenario):
        recovery = recover(scenario.root)
        assert recovery is not None
        assert recovery.direction == "forward"
        assert recovery.paths == tuple(action.path for action in scenario.plan.changes)


@pytest.mark.parametrize("path", [MAIN, "run.sh", ROUTER, ".env", "half/goes.py"])
def test_what_the_user_changed_meanwhile_is_kept(scenario: Scenario, path: str) -> None:
    directions = set[str]()
    for number in journaled_kills(scenario):
        mine = b"changed by hand"
        write(scenario.root, {path: mine})
        recovery = recover(scenario.root)
        assert recovery is not None
        assert (scenario.root / path).read_bytes() == mine, number
        assert recovery.kept == (path,)
        directions.add(recovery.direction)
        wanted = "after" if recovery.direction == "forward" else "before"
        parents = {str(parent) for parent in Path(path).parents}
        assert differing(scenario, wanted) <= {path} | parents, number
        assert recover(scenario.root) is None
    # A file that was reached fits what comes after, one that was not fits what was before.
    # A removed file that is back is taken for one that was not reached.
    assert directions == {"back"} if path == "half/goes.py" else {"forward", "back"}


def test_changes_on_both_sides_are_both_kept(scenario: Scenario) -> None:
    for _ in journaled_kills(scenario):
        mine = b"changed by hand"
        write(scenario.root, {MAIN: mine, ".env": mine})
        recovery = recover(scenario.root)
        assert recovery is not None
        assert set(recovery.kept) == {MAIN, ".env"}
        now = scenario.now()
        assert (now[MAIN][1], now[".env"][1]) == (mine, mine)
        wanted = "after" if recovery.direction == "forward" else "before"
        assert differing(scenario, wanted) <= {MAIN, ".env"}


def test_a_file_of_the_users_in_a_new_directory_keeps_the_directory(scenario: Scenario) -> None:
    for _ in journaled_kills(scenario):
        write(scenario.root, {"src/app/features/orders/mine.py": b"mine", MAIN: b"mine"})
        recover(scenario.root)
        assert (scenario.root / "src/app/features/orders/mine.py").read_bytes() == b"mine"
        assert (scenario.root / MAIN).read_bytes() == b"mine"


def test_a_file_of_the_users_in_a_dropped_directory_keeps_the_directory(scenario: Scenario) -> None:
    for _ in journaled_kills(scenario):
        write(scenario.root, {"old/mine.py": b"mine"})
        recovery = recover(scenario.root)
        assert recovery is not None
        assert recovery.kept == ()
        assert (scenario.root / "old/mine.py").read_bytes() == b"mine"
        assert differing(scenario, "after") == {"old", "old/mine.py"}


def test_lost_staged_contents_turn_the_run_back(scenario: Scenario) -> None:
    directions = set[str]()
    for _ in journaled_kills(scenario):
        lost = list((scenario.root / ".fastscaffold/txn").glob("new-*"))
        for path in lost:
            path.write_bytes(b"torn")
        recovery = recover(scenario.root)
        assert recovery is not None
        assert recovery.kept == ()
        assert recovery.direction == ("back" if lost else "forward")
        directions.add(recovery.direction)
        assert differing(scenario, "before" if lost else "after") == set()
    assert directions == {"back", "forward"}


def test_a_parent_that_was_made_a_link_leads_nowhere(scenario: Scenario, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    for _ in journaled_kills(scenario):
        write(outside, {"goes.py": b"gone", "stays.py": b""})
        half = scenario.root / "half"
        for path in half.iterdir():
            path.unlink()
        half.rmdir()
        half.symlink_to(outside)
        recovery = recover(scenario.root)
        assert recovery is not None
        assert "half/goes.py" in recovery.kept
        assert sorted(path.name for path in outside.iterdir()) == ["goes.py", "stays.py"]
        half.unlink()


ENTRY: dict[str, object] = {"path": "a", "target": "a", "before": None, "after": "0" * 64}


RECORDS: list[tuple[object, str]] = [
    (b"", "tree.journal-damaged"),
    (b"[]", "tree.journal-damaged"),
    (b"\xff", "tree.journal-damaged"),
    (b"[" * 100_000, "tree.journal-damaged"),
    ({}, "tree.journal-format"),
    ({"format": 2}, "tree.journal-format"),
    ({"format": 1}, "tree.journal-damaged"),
    ({"format": 1, "entries": [{}], "made": [], "gone": []}, "tree.journal-damaged"),
    ({"format": 1, "entries": [], "made": {}, "gone": []}, "tree.journal-damaged"),
    ({"format": 1, "entries": [], "made": [1], "gone": []}, "tree.journal-damaged"),
    ({"format": 1, "entries": [], "made": ["../x"], "gone": []}, "tree.outside"),
    (
        {"format": 1, "entries": [], "made": [], "gone": [{"path": "a", "mode": "7"}]},
        "tree.journal-damaged",
    ),
    (
        {"format": 1, "entries": [ENTRY | {"target": "../a"}], "made": [], "gone": []},
        "tree.outside",
    ),
    (
        {"format": 1, "entries": [ENTRY | {"after": "x"}], "made": [], "gone": []},
        "tree.journal-damaged",
    ),
    (
        {"format": 1, "entries": [ENTRY | {"after": None}], "made": [], "gone": []},
        "tree.journal-damaged",
    ),
]


@pytest.mark.parametrize(("record", "code"), RECORDS)
def test_a_journal_that_is_not_ours_is_refused(tmp_path: Path, record: object, code: str) -> None:
    content = record if isinstance(record, bytes) else json.dumps(record).encode()
    write(tmp_path, {f".fastscaffold/txn/{FORWARD_NAME}": content, "a": b"x"})
    before = snapshot(tmp_path)
    with pytest.raises(ProjectError) as caught:
        recover(tmp_path)
    assert caught.value.messages[0].code == code
    assert snapshot(tmp_path) == before


def test_a_foreign_journal_cannot_reach_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside, {"victim": b"x"})
    root = tmp_path / "p"
    root.mkdir()
    (root / "link").symlink_to(outside)
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    entry = {"path": "link/victim", "target": "link/victim", "before": digest, "after": None}
    record = {
        "format": 1,
        "entries": [entry],
        "made": ["link/new"],
        "gone": [{"path": "link/dir", "mode": 0o777}],
    }
    (outside / "dir").mkdir()
    write(root, {f".fastscaffold/txn/{FORWARD_NAME}": json.dumps(record).encode()})
    before = snapshot(outside)
    recovery = recover(root)
    assert recovery is not None
    assert recovery.kept == ("link/victim",)
    assert snapshot(outside) == before
