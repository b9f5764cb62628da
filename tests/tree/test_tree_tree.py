from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from support.tree_scenario import write

from fastscaffold.errors import ProjectError
from fastscaffold.tree import ActionKind, Tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refusal(action: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(ProjectError) as caught:
        action()
    message = caught.value.messages[0]
    return message.code, message.path


def test_reading_records_what_was_seen(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"x"})
    tree = Tree(tmp_path)
    assert tree.read("a") == b"x"
    assert tree.read("b") is None
    assert not tree.exists("c/d")
    assert dict(tree.reads) == {"a": hashlib.sha256(b"x").hexdigest(), "b": None, "c/d": None}


def test_what_was_read_once_stays_so(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"x"})
    tree = Tree(tmp_path)
    tree.read("a")
    write(tmp_path, {"a": b"y"})
    assert tree.read("a") == b"x"


def test_writes_are_read_back_and_leave_the_disk_alone(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "new")
    tree.write("a/b", b"x")
    assert tree.read("a/b") == b"x"
    assert tree.read_text("a/b") == "x"
    assert tree.exists("a/b")
    assert tree.exists("a")
    assert not (tmp_path / "new").exists()


def test_text_keeps_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"\xef\xbb\xbfx\r\n"})
    assert Tree(tmp_path).read_text("a") == "\ufeffx\r\n"
    assert Tree(tmp_path).read_text("b") is None


def test_text_that_is_not_utf8_is_placed(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": b"x\ny = '\xe9'\n"})
    with pytest.raises(ProjectError) as caught:
        Tree(tmp_path).read_text("a.py")
    message = caught.value.messages[0]
    assert (message.code, message.path, message.line) == ("tree.not-utf8", "a.py", 2)
    assert "offset 7" in message.message
    assert "0xe9" in message.message


def test_actions_are_of_the_right_kind_and_order(tmp_path: Path) -> None:
    files = ["main.py", "a/main.py", "domain.py", "z.py", "gone", "b/gone", "same"]
    write(tmp_path, dict.fromkeys(files, b"old"))
    tree = Tree(tmp_path)
    for path in ("z/new", "main.py", "a/main.py", "z.py", "domain.py", "a/new"):
        tree.write(path, b"new")
    tree.write("same", b"old")
    tree.delete("gone")
    tree.delete("b/gone")
    tree.write("brief", b"x")
    tree.delete("brief")
    assert [(action.kind.value, action.path) for action in tree.actions()] == [
        ("create", "a/new"),
        ("create", "z/new"),
        ("edit", "domain.py"),
        ("edit", "z.py"),
        ("edit", "a/main.py"),
        ("edit", "main.py"),
        ("remove", "b/gone"),
        ("remove", "gone"),
        ("identical", "same"),
    ]
    edit = tree.actions()[2]
    assert (edit.before, edit.after) == (b"old", b"new")
    assert tree.actions()[6].before == b"old"


def test_a_write_after_a_delete_is_an_edit_and_back_again_identical(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"x"})
    tree = Tree(tmp_path)
    tree.delete("a")
    assert not tree.exists("a")
    tree.write("a", b"y")
    assert tree.actions()[0].kind is ActionKind.EDIT
    tree.write("a", b"x")
    assert tree.actions()[0].kind is ActionKind.IDENTICAL
    tree.delete("a")
    assert tree.actions()[0].kind is ActionKind.REMOVE


def test_permission_bits_come_with_a_created_file(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.write("run", b"", mode=0o755)
    assert tree.actions()[0].mode == 0o755


def test_listing_merges_disk_and_overlay(tmp_path: Path) -> None:
    write(tmp_path, {"d/a": b"", "d/b": b"", "d/sub/x": b"", "d/goes/x": b""})
    (tmp_path / "d/empty").mkdir()
    tree = Tree(tmp_path)
    tree.write("d/c", b"")
    tree.write("d/new/deep/y", b"")
    tree.delete("d/a")
    tree.delete("d/goes/x")
    assert tree.list("d") == ("b", "c", "empty", "new", "sub")
    assert tree.list("d/new") == ("deep",)
    assert tree.list() == tree.list(".") == ("d",)
    assert tree.list("missing") == ()
    assert not tree.exists("d/goes")
    assert tree.exists("d/empty")


def test_listing_follows_changes_back_and_forth(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.write("d/sub/x", b"")
    tree.write("d/y", b"")
    tree.delete("d/sub/x")
    assert tree.list("d") == ("y",)
    assert not tree.exists("d/sub")
    tree.delete("d/y")
    assert tree.list() == ()


def test_listings_are_part_of_what_was_read(tmp_path: Path) -> None:
    write(tmp_path, {"d/a": b""})
    tree = Tree(tmp_path)
    tree.list("d")
    tree.list("none")
    tree.list()
    seen = dict(tree.reads)
    assert seen["none/"] is None
    (tmp_path / "d/__pycache__").mkdir()
    write(tmp_path, {"d/.cache": b""})
    again = Tree(tmp_path)
    again.list("d")
    assert again.reads["d/"] == seen["d/"], "what tools leave does not count"
    write(tmp_path, {"d/b": b""})
    again = Tree(tmp_path)
    again.list("d")
    assert again.reads["d/"] != seen["d/"]


def test_files_and_directories_do_not_stand_in_for_each_other(tmp_path: Path) -> None:
    write(tmp_path, {"d/a": b"", "f": b""})
    tree = Tree(tmp_path)
    assert refusal(lambda: tree.read("d")) == ("tree.is-a-directory", "d")
    assert refusal(lambda: tree.write("d", b"")) == ("tree.is-a-directory", "d")
    assert refusal(lambda: tree.delete("d")) == ("tree.is-a-directory", "d")
    assert refusal(lambda: tree.list("f")) == ("tree.not-a-directory", "f")
    assert refusal(lambda: tree.write("f/x", b"")) == ("tree.not-a-directory", "f")
    tree.write("new/x", b"")
    assert refusal(lambda: tree.write("new", b"")) == ("tree.is-a-directory", "new")
    assert refusal(lambda: tree.write("new/x/y", b"")) == ("tree.not-a-directory", "new/x")
    assert refusal(lambda: tree.list("new/x")) == ("tree.not-a-directory", "new/x")
    tree.delete("f")
    assert refusal(lambda: tree.write("f/x", b"")) == ("tree.not-a-directory", "f")


def test_what_is_not_a_regular_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(lambda: Tree(tmp_path).read("pipe")) == ("tree.not-a-file", "pipe")


def test_deleting_what_is_missing_is_refused(tmp_path: Path) -> None:
    assert refusal(lambda: Tree(tmp_path).delete("a")) == ("tree.missing", "a")


def test_read_only_files_are_neither_written_nor_deleted(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"x"})
    (tmp_path / "a").chmod(0o444)
    tree = Tree(tmp_path)
    assert refusal(lambda: tree.write("a", b"y")) == ("tree.read-only", "a")
    assert refusal(lambda: tree.delete("a")) == ("tree.read-only", "a")
    tree.write("a", b"x")
    assert tree.actions()[0].kind is ActionKind.IDENTICAL


def test_unreadable_files_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Permissions do not stop an administrator, who may well run this.
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied", "a")

    write(tmp_path, {"a": b"x"})
    monkeypatch.setattr("fastscaffold.tree.content.os.open", refuse)
    monkeypatch.setattr("fastscaffold.tree.content.os.scandir", refuse)
    assert refusal(lambda: Tree(tmp_path).read("a")) == ("tree.unreadable", "a")
    assert refusal(lambda: Tree(tmp_path).list("")) == ("tree.unreadable", "")


def test_names_that_the_system_refuses_say_so(tmp_path: Path) -> None:
    name = "n" * 300
    assert refusal(lambda: Tree(tmp_path).read(name)) == ("tree.unreadable", name)


def test_removing_a_link_is_refused_and_writing_through_it_is_not(tmp_path: Path) -> None:
    write(tmp_path, {"real": b"x"})
    (tmp_path / "link").symlink_to("real")
    tree = Tree(tmp_path)
    assert refusal(lambda: tree.delete("link")) == ("tree.symlink", "link")
    tree.write("link", b"y")
    assert tree.actions()[0].before == b"x"
