from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.tree_scenario import Scenario, make_scenario

if TYPE_CHECKING:
    from collections.abc import Generator

MEMORY = Path("/dev/shm")


@pytest.fixture
def tmp_path() -> Generator[Path]:
    """In memory where that can be had: thousands of trees are made and removed here."""
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as name:
        yield Path(name).resolve()


@pytest.fixture(params=["ours", "foreign"])
def scenario(tmp_path: Path, request: pytest.FixtureRequest) -> Scenario:
    """With and without a state directory of ours in the project."""
    return make_scenario(tmp_path / "p", foreign=request.param == "foreign")


@pytest.fixture
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed processes lose nothing that they have written; only waiting for the disk is slow."""

    def do_not_wait(_: int) -> None: ...

    monkeypatch.setattr("os.fsync", do_not_wait)
