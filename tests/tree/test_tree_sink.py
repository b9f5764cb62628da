from __future__ import annotations

import errno
import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support.faults import snapshot
from support.tree_scenario import MAIN, make_plan, make_scenario, write

from fastscaffold.errors import ConflictError, Message, ProjectError
from fastscaffold.tree import Action, ActionKind, DiskSink, DryRunSink, Plan, Tree, disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def plan_of(root: Path, change: Callable[[Tree], object]) -> Plan:
    tree = Tree(root)
    change(tree)
    return Plan(root, tree.actions(), tree.reads)


def codes(caught: pytest.ExceptionInfo[ProjectError]) -> list[tuple[str, str | None]]:
    return [(message.code, message.path) for message in caught.value.messages]


@pytest.mark.parametrize("foreign", [False, True])
def test_a_commit_does_all_of_the_plan_and_leaves_nothing_else(
    tmp_path: Path, *, foreign: bool
) -> None:
    scenario = make_scenario(tmp_path / "p", foreign=foreign)
    outcome = DiskSink().commit(scenario.plan)
    assert outcome.written
    assert outcome.recovered is None
    now = scenario.now()
    assert now[MAIN][1] == b"app = 2\n"
    assert now["run.sh"] == (0o755, b"#!/bin/sh\necho\n")
    assert now[".env"] == (0o600, b"SECRET=1\n")
    assert now["src/app/features/orders/__init__.py"][1] == b""
    assert not {"old", "old/a.py", "old/deep", "half/goes.py"} & now.keys()
    assert "half" in now
    assert (".fastscaffold" in now) is not foreign
    assert not any(name.startswith(".fastscaffold/") and "project" not in name for name in now)


def test_new_files_get_what_the_umask_leaves(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        DiskSink().commit(plan_of(tmp_path, lambda tree: tree.write("d/f", b"")))
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "d/f").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "d").stat().st_mode) == 0o750


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    scenario = make_scenario(tmp_path / "p")
    outcome = DryRunSink().commit(scenario.plan)
    assert not outcome.written
    assert outcome.plan is scenario.plan
    assert scenario.now() == scenario.before


@pytest.mark.parametrize("sink", [DiskSink(), DryRunSink()])
def test_issues_block(tmp_path: Path, sink: DiskSink | DryRunSink) -> None:
    scenario = make_scenario(tmp_path / "p")
    with pytest.raises(ConflictError) as caught:
        sink.commit(replace(scenario.plan, issues=(Message("x.y", "No."),)))
    assert caught.value.messages[0].code == "x.y"
    assert scenario.now() == scenario.before


def test_a_plan_without_changes_touches_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"x"})
    plan = plan_of(tmp_path, lambda tree: tree.write("a", b"x"))
    os.utime(tmp_path, (1, 1))
    assert not DiskSink().commit(plan).written
    assert tmp_path.stat().st_mtime == 1


def test_the_project_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        DiskSink().commit(plan_of(tmp_path / "none", lambda tree: tree.write("a", b"")))
    assert caught.value.messages[0].code == "tree.no-root"


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (MAIN, b"edited"),
        (MAIN, None),
        (".env", b"appeared"),
        ("half/goes.py", b"edited"),
        ("untouched.txt", b"edited"),
        ("absent.txt", b"appeared"),
        ("half/another.py", b"appeared"),
    ],
)
def test_a_plan_that_no_longer_fits_is_refused(
    tmp_path: Path, path: str, content: bytes | None
) -> None:
    root = make_scenario(tmp_path / "p").root
    tree = Tree(root)
    tree.read("untouched.txt")
    tree.exists("absent.txt")
    tree.list("half")
    base = make_plan(root)
    plan = replace(base, reads={**base.reads, **tree.reads})
    if content is None:
        (root / path).unlink()
    else:
        (root / path).write_bytes(content)
    changed = snapshot(root)
    with pytest.raises(ProjectError) as caught:
        DiskSink().commit(plan)
    expected = "half/" if "another" in path else path
    assert ("tree.changed", expected) in codes(caught)
    assert snapshot(root) == changed


def test_all_changed_files_are_named_at_once(tmp_path: Path) -> None:
    scenario = make_scenario(tmp_path / "p")
    write(scenario.root, {MAIN: b"1", "run.sh": b"2", ".env": b"3"})
    with pytest.raises(ProjectError) as caught:
        scenario.commit()
    assert {path for _, path in codes(caught)} == {MAIN, "run.sh", ".env"}


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    write(tmp_path, {"real/f": b"x"})
    (tmp_path / "file").symlink_to("real/f")
    (tmp_path / "dir").symlink_to("real")

    def change(tree: Tree) -> None:
        tree.write("file", b"y")
        tree.write("dir/new", b"z")

    DiskSink().commit(plan_of(tmp_path, change))
    assert (tmp_path / "file").is_symlink()
    assert (tmp_path / "dir").is_symlink()
    assert (tmp_path / "real/f").read_bytes() == b"y"
    assert (tmp_path / "real/new").read_bytes() == b"z"


def test_two_paths_to_one_file_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"f": b"x"})
    (tmp_path / "link").symlink_to("f")

    def change(tree: Tree) -> None:
        tree.write("f", b"y")
        tree.write("link", b"z")

    with pytest.raises(ProjectError) as caught:
        DiskSink().commit(plan_of(tmp_path, change))
    assert codes(caught) == [("tree.same-file", "link")]
    assert (tmp_path / "f").read_bytes() == b"x"


def test_links_that_have_come_to_lead_outside_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "p"
    write(root, {"d/f": b"x"})
    (tmp_path / "out").mkdir()
    plan = plan_of(root, lambda tree: tree.write("d/new", b"y"))
    (root / "d/f").unlink()
    (root / "d").rmdir()
    (root / "d").symlink_to(tmp_path / "out")
    with pytest.raises(ProjectError) as caught:
        DiskSink().commit(plan)
    assert codes(caught) == [("tree.outside", "d")]
    assert list((tmp_path / "out").iterdir()) == []


def test_plans_made_without_a_tree_are_contained_too(tmp_path: Path) -> None:
    root = tmp_path / "p"
    root.mkdir()
    action = Action(ActionKind.CREATE, "../evil", after=b"x")
    with pytest.raises(ProjectError) as caught:
        DiskSink().commit(Plan(root, (action,)))
    assert codes(caught) == [("tree.outside", "../evil")]
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("name", [".fastscaffold", ".fastscaffold/txn"])
def test_state_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "p"
    (root / name).parent.mkdir(parents=True)
    (tmp_path / "out").mkdir()
    (root / name).symlink_to(tmp_path / "out")
    with pytest.raises(ProjectError) as caught:
        DiskSink().commit(plan_of(root, lambda tree: tree.write("a", b"")))
    assert codes(caught) == [("tree.not-a-directory", name)]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_made_read_only_since_is_refused(tmp_path: Path) -> None:
    scenario = make_scenario(tmp_path / "p")
    (scenario.root / MAIN).chmod(0o444)
    with pytest.raises(ProjectError) as caught:
        scenario.commit()
    assert codes(caught) == [("tree.read-only", MAIN)]


def test_a_read_only_directory_is_refused_before_anything_is_staged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = make_scenario(tmp_path / "p")

    def access(path: Path, _mode: int) -> bool:
        return path != scenario.root / "half"

    monkeypatch.setattr("fastscaffold.tree.prepare.os.access", access)
    with pytest.raises(ProjectError) as caught:
        scenario.commit()
    assert codes(caught) == [("tree.read-only", "half")]
    assert scenario.now() == scenario.before


def test_directories_that_are_left_with_bytecode_only_go_as_well(tmp_path: Path) -> None:
    write(tmp_path, {"old/deep/b.py": b"", "old/deep/__pycache__/b.cpython-311.pyc": b"", "k": b""})
    DiskSink().commit(plan_of(tmp_path, lambda tree: tree.delete("old/deep/b.py")))
    assert sorted(snapshot(tmp_path)) == [".", "k"]


@pytest.mark.parametrize("name", ["old/mine.txt", "old/__pycache__/mine.txt"])
def test_directories_with_anything_else_in_them_stay(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"old/b.py": b"", "old/__pycache__/b.pyc": b"", name: b"mine"})
    DiskSink().commit(plan_of(tmp_path, lambda tree: tree.delete("old/b.py")))
    assert (tmp_path / name).read_bytes() == b"mine"
    assert (tmp_path / "old/__pycache__/b.pyc").exists()


def test_an_empty_directory_that_was_there_before_stays(tmp_path: Path) -> None:
    write(tmp_path, {"a/b/f": b""})
    (tmp_path / "a/empty").mkdir()
    DiskSink().commit(plan_of(tmp_path, lambda tree: tree.delete("a/b/f")))
    assert sorted(snapshot(tmp_path)) == [".", "a", "a/empty"]


def test_file_systems_without_second_names_get_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = make_scenario(tmp_path / "p")

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(disk, "link", refuse)

    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        DiskSink(verify=fail).commit(scenario.plan)
    assert scenario.now() == scenario.before
    scenario.commit()
    assert scenario.now() == scenario.after


def test_a_verification_sees_the_result_and_can_undo_it(tmp_path: Path) -> None:
    scenario = make_scenario(tmp_path / "p")

    def fail() -> None:
        assert (scenario.root / MAIN).read_bytes() == b"app = 2\n"
        write(scenario.root, {"src/app/features/orders/__pycache__/router.pyc": b""})
        raise ProjectError(Message("tests.failed", "No."))

    with pytest.raises(ProjectError) as caught:
        DiskSink(verify=fail).commit(scenario.plan)
    assert caught.value.messages[0].code == "tests.failed"
    assert scenario.now() == scenario.before
    DiskSink(verify=lambda: None).commit(scenario.plan)
    assert scenario.now() == scenario.after


def test_an_interrupt_undoes_everything(tmp_path: Path) -> None:
    scenario = make_scenario(tmp_path / "p")

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        DiskSink(verify=interrupt).commit(scenario.plan)
    assert scenario.now() == scenario.before


@pytest.mark.usefixtures("unsynced")
def test_fourteen_hundred_files(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for number in range(1400):
        tree.write(f"features/f{number // 8}/m{number % 8}.py", b"x = 1\n")
    DiskSink().commit(Plan(tmp_path, tree.actions(), tree.reads))
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1400
