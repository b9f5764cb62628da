from __future__ import annotations

import errno
import os
import stat
from itertools import count
from typing import TYPE_CHECKING

import pytest
from support.faults import counted, fail_at, kill_at, result_of, snapshot
from support.tree_scenario import write

from fastscaffold.errors import CommitError, ConflictError, Message, ProjectError
from fastscaffold.tree import Action, ActionKind, NewProjectSink, Plan, Tree, clear_abandoned
from fastscaffold.tree.lock import lock_directory

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("unsynced")

FILES = {"src/app/main.py": b"app = 1\n", "src/app/__init__.py": b"", "README.md": b"# x\n"}


def plan_for(root: Path) -> Plan:
    tree = Tree(root)
    for path, content in FILES.items():
        tree.write(path, content)
    tree.write(".env", b"SECRET=1\n", mode=0o600)
    return Plan(root, tree.actions(), tree.reads)


@pytest.fixture(params=["missing", "empty", "without parents"])
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    parent = tmp_path / "work"
    parent.mkdir()
    if request.param == "without parents":
        return parent / "a/b/api"
    if request.param == "empty":
        (parent / "api").mkdir(mode=0o700)
    return parent / "api"


def clear(work: Path) -> None:
    """Bring a directory to being empty, save for an empty ``api``."""
    for path in sorted(work.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def test_the_project_is_there_with_all_its_files(tmp_path: Path, root: Path) -> None:
    mode = stat.S_IMODE(root.stat().st_mode) if root.exists() else None
    outcome = NewProjectSink().commit(plan_for(root))
    assert outcome.written
    for path, content in FILES.items():
        assert (root / path).read_bytes() == content
    assert stat.S_IMODE((root / ".env").stat().st_mode) == 0o600
    if mode is not None:
        assert stat.S_IMODE(root.stat().st_mode) == mode
    assert not list(tmp_path.rglob("*.fastscaffold-*"))
    assert not (root / ".fastscaffold").exists()


def test_a_kill_anywhere_leaves_all_or_nothing(tmp_path: Path, root: Path) -> None:
    plan = plan_for(root)
    before = snapshot(tmp_path)
    after = result_of(lambda: (NewProjectSink().commit(plan), snapshot(tmp_path))[1])
    total = 0
    while True:
        clear(tmp_path / "work")
        if "work/api" in before:
            root.mkdir(mode=0o700)
        if not kill_at(total + 1, lambda: NewProjectSink().commit(plan)):
            break
        total += 1
        clear_abandoned(root)
        assert snapshot(tmp_path) in (before, after), total
    assert total > 12
    assert snapshot(tmp_path) == after


def test_a_second_kill_while_clearing_is_cleared_as_well(tmp_path: Path) -> None:
    root = tmp_path / "api"
    plan = plan_for(root)
    number, done = 0, False
    while not done:
        number += 1
        for second in count(1):
            done = not kill_at(number, lambda: NewProjectSink().commit(plan))
            cleared = not kill_at(second, lambda: clear_abandoned(root))
            clear_abandoned(root)
            assert list(tmp_path.iterdir()) in ([], [root])
            clear(tmp_path)
            if done or cleared:
                break
    assert number > 12


def test_the_next_run_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    root = tmp_path / "api"
    assert kill_at(8, lambda: NewProjectSink().commit(plan_for(root)))
    assert len(list(tmp_path.iterdir())) == 1
    NewProjectSink().commit(plan_for(root))
    assert list(tmp_path.iterdir()) == [root]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("full", [False, True])
def test_a_refusal_anywhere_leaves_nothing(
    tmp_path: Path, root: Path, code: int, *, full: bool
) -> None:
    plan = plan_for(root)
    before = snapshot(tmp_path)
    messages: list[Message] = []
    for number in count(1):
        try:
            with fail_at(number, code, full=full):
                NewProjectSink().commit(plan)
        except CommitError as error:
            messages.append(error.messages[0])
            assert snapshot(tmp_path) == before, number
        else:
            break
    assert len(messages) > 10
    assert all(os.strerror(code) in message.message for message in messages)
    assert all(message.path and ".fastscaffold-" not in message.path for message in messages)


def test_an_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fastscaffold.tree.disk.replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        NewProjectSink().commit(plan_for(tmp_path / "api"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["file", "directory"])
def test_what_is_in_the_way_is_left_alone(tmp_path: Path, content: str) -> None:
    root = tmp_path / "api"
    write(tmp_path, {"api": b"mine"} if content == "file" else {"api/mine": b"mine"})
    before = snapshot(tmp_path)
    with pytest.raises(ConflictError) as caught:
        NewProjectSink().commit(Plan(root, (Action(ActionKind.CREATE, "a", after=b""),)))
    assert caught.value.messages[0].code == "tree.exists"
    assert snapshot(tmp_path) == before


def test_what_gets_in_the_way_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "api"
    plan = plan_for(root)

    def get_in_the_way(*_: object) -> None:
        write(tmp_path, {"api/mine": b"mine"})

    monkeypatch.setattr("fastscaffold.tree.new_project._fill", get_in_the_way)
    with pytest.raises(ConflictError):
        NewProjectSink().commit(plan)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["api", "mine"]


def test_a_second_run_is_refused_while_the_first_is_on(tmp_path: Path) -> None:
    root = tmp_path / "api"
    staging = tmp_path / ".api.fastscaffold-0"
    write(staging, {"half": b"x"})
    lock = lock_directory(staging)
    assert lock is not None
    with pytest.raises(ProjectError) as caught:
        NewProjectSink().commit(plan_for(root))
    assert caught.value.messages[0].code == "tree.locked"
    assert (staging / "half").exists()
    lock.release()
    NewProjectSink().commit(plan_for(root))
    assert list(tmp_path.iterdir()) == [root]


def test_others_with_a_similar_name_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {".apis.fastscaffold-0/f": b"", ".api.other/f": b""})
    (tmp_path / ".api.fastscaffold-link").symlink_to(tmp_path / ".api.other")
    NewProjectSink().commit(plan_for(tmp_path / "api"))
    assert (tmp_path / ".apis.fastscaffold-0/f").exists()
    assert (tmp_path / ".api.other/f").exists()


def test_without_directory_locks_age_tells_what_is_abandoned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    write(tmp_path, {".api.fastscaffold-old/f": b"", ".api.fastscaffold-young/f": b""})
    os.utime(tmp_path / ".api.fastscaffold-old", (1, 1))
    NewProjectSink().commit(plan_for(tmp_path / "api"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".api.fastscaffold-young", "api"]


def test_only_creates_are_carried_out(tmp_path: Path) -> None:
    action = Action(ActionKind.REMOVE, "a", before=b"")
    with pytest.raises(ValueError, match="a"):
        NewProjectSink().commit(Plan(tmp_path / "api", (action,)))


def test_paths_are_contained(tmp_path: Path) -> None:
    action = Action(ActionKind.CREATE, "../evil", after=b"")
    with pytest.raises(ProjectError):
        NewProjectSink().commit(Plan(tmp_path / "api", (action,)))
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_an_empty_directory_is_filled_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "api").symlink_to("real")
    NewProjectSink().commit(plan_for(tmp_path / "api"))
    assert (tmp_path / "api").is_symlink()
    assert (tmp_path / "real/README.md").exists()


def test_every_file_and_directory_reaches_the_disk(tmp_path: Path) -> None:
    with counted() as fault:
        NewProjectSink().commit(plan_for(tmp_path / "api"))
    # Four files, the root, src and src/app, and the parent.
    assert fault.calls.count("write_file") == 4
    assert len(set(fault.synced)) == 4 + 3 + 1
