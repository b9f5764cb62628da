from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fastscaffold.errors import ExitCode, ProjectError
from fastscaffold.tree import Tree
from fastscaffold.tree.paths import check_path, check_writable, real_root, resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def code_of(caught: pytest.ExceptionInfo[ProjectError]) -> str:
    assert caught.value.exit_code is ExitCode.PROJECT
    return caught.value.messages[0].code


@pytest.mark.parametrize(
    "path", ["a", "a/b.py", ".env", "..a/b", "a b/ü.txt", "a/...", "a:b/c"[2:]]
)
def test_relative_paths_are_accepted(path: str) -> None:
    assert check_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "..", "../x", "a/../../x", "a/..", "C:x", "c:/x", "\\x", "\\\\host\\x"],
)
def test_paths_that_lead_outside_are_refused(path: str) -> None:
    with pytest.raises(ProjectError) as caught:
        check_path(path)
    assert code_of(caught) == "tree.outside"


@pytest.mark.parametrize("path", ["", "a\0b", "a\\b", "a//b", "a/", "./a", "a/./b", ".", "a\ud800"])
def test_paths_that_are_not_in_normal_form_are_refused(path: str) -> None:
    with pytest.raises(ProjectError) as caught:
        check_path(path)
    assert code_of(caught) == "tree.path"


@pytest.mark.parametrize(
    "path", [".fastscaffold/txn", ".fastscaffold/txn/new-0", ".fastscaffold/lock"]
)
def test_the_state_of_transactions_is_not_for_plans(path: str) -> None:
    with pytest.raises(ProjectError) as caught:
        check_writable(path)
    assert code_of(caught) == "tree.reserved"
    assert check_writable(".fastscaffold/project.json")


def test_links_inside_are_followed_and_links_outside_refused(tmp_path: Path) -> None:
    root = real_root(tmp_path / "p")
    (root / "real").mkdir(parents=True)
    (root / "real/f").write_bytes(b"x")
    (tmp_path / "other").write_bytes(b"secret")
    (root / "dir").symlink_to("real")
    (root / "file").symlink_to("dir/f")
    (root / "up").symlink_to("..")
    (root / "away").symlink_to(tmp_path / "other")
    assert resolve(root, "dir/f") == root / "real/f"
    assert resolve(root, "file") == root / "real/f"
    for path in ("up/other", "away", "up/p2/new", "up"):
        with pytest.raises(ProjectError) as caught:
            resolve(root, path)
        assert code_of(caught) == "tree.outside"
        assert caught.value.messages[0].path == path


def test_a_sibling_with_the_roots_name_as_prefix_is_outside(tmp_path: Path) -> None:
    root = real_root(tmp_path / "p")
    root.mkdir()
    (tmp_path / "p2").mkdir()
    (root / "link").symlink_to(tmp_path / "p2")
    with pytest.raises(ProjectError) as caught:
        resolve(root, "link/x")
    assert code_of(caught) == "tree.outside"


def test_links_to_nothing_and_loops_are_refused(tmp_path: Path) -> None:
    root = real_root(tmp_path)
    (root / "dangling").symlink_to("missing")
    (root / "loop").symlink_to("loop")
    for path in ("dangling", "loop"):
        with pytest.raises(ProjectError) as caught:
            resolve(root, path)
        assert code_of(caught) == "tree.dangling"


def test_a_root_that_is_a_link_itself_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/f").write_bytes(b"x")
    (tmp_path / "root").symlink_to("real")
    assert Tree(tmp_path / "root").read("f") == b"x"


@pytest.mark.parametrize("path", ["../x", "/x", "link/x", "file"])
def test_every_way_into_a_tree_is_contained(tmp_path: Path, path: str) -> None:
    root = tmp_path / "p"
    root.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/x").write_bytes(b"secret")
    (root / "link").symlink_to(tmp_path / "out")
    (root / "file").symlink_to(tmp_path / "out/x")
    tree = Tree(root)
    uses: tuple[Callable[[str], object], ...] = (
        tree.read,
        tree.read_text,
        tree.exists,
        tree.list,
        tree.delete,
        lambda name: tree.write(name, b"mine"),
    )
    for use in uses:
        with pytest.raises(ProjectError) as caught:
            use(path)
        assert code_of(caught) == "tree.outside"
    assert tree.actions() == ()
