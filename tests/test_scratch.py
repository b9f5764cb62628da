from __future__ import annotations

import pytest

from fastscaffold.scratch import scratch_copies, scratch_directory


def test_it_goes_with_all_that_is_in_it():
    with scratch_directory() as directory:
        (directory / "a").mkdir()
        (directory / "a" / "b.py").write_text("x")
        assert directory == directory.resolve()
    assert not directory.exists()


def test_an_interrupt_while_it_is_removed_leaves_nothing(monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("tempfile.TemporaryDirectory._rmtree", interrupt)
    with pytest.raises(KeyboardInterrupt), scratch_directory() as directory:
        (directory / "a.py").write_text("x")
    assert not directory.exists()


def test_the_users_choice_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with scratch_directory() as directory:
        assert directory.parent == tmp_path.resolve()


def test_without_memory_for_files(monkeypatch):
    monkeypatch.setattr("fastscaffold.scratch._MEMORY", "/no/such/directory")
    with scratch_directory() as directory:
        assert directory.is_dir()


def test_without_room_in_memory(monkeypatch):
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr("fastscaffold.scratch._ENOUGH", 2**80)
    with scratch_directory() as directory:
        assert directory.is_dir()
        assert not str(directory).startswith("/dev/shm")


def test_copies_keep_their_names_and_go(tmp_path):
    for name in ("a.db", "a.db-wal"):
        (tmp_path / name).write_text(name)

    with scratch_copies(tmp_path / "a.db-wal", tmp_path / "a.db") as copies:
        assert [each.read_text() for each in copies] == ["a.db-wal", "a.db"]
        assert [each.name for each in copies] == ["a.db-wal", "a.db"]
        assert {each.parent for each in copies} != {tmp_path}

    assert not any(each.exists() for each in copies)
