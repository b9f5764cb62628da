from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.forgetting import forget_audited

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = Path("/dev/shm")

# Few runs need a server, and its driver takes long to import.
# ruff: noqa: PLC0415


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--rewrite-golden``: store what is generated instead of comparing it."""
    parser.addoption(
        "--rewrite-golden", action="store_true", help="rewrite golden trees and help texts"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker is left alone with it in the end.

    Audits come last: they leave much in memory, and what forks afterwards would be slow.
    """
    audits = Path(__file__).parent / "audit"
    items.sort(
        key=lambda item: (item.get_closest_marker("slow") is None, audits in item.path.parents)
    )


def pytest_unconfigure() -> None:
    """Leave what the process holds to the system; the interpreter would sort it out for minutes."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="module")
def let_audited_projects_go() -> Iterator[None]:
    """A worker that holds thousands of projects forks slowly, and collects garbage slowly."""
    yield
    forget_audited()


@pytest.fixture
def memory_path() -> Iterator[Path]:
    """A directory in memory where that can be had, for tests that make thousands of trees."""
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as name:
        yield Path(name).resolve()


@pytest.fixture
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed processes lose nothing that they have written; only waiting for the disk is slow."""

    def do_not_wait(_: int) -> None: ...

    monkeypatch.setattr("os.fsync", do_not_wait)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL, one for the whole run."""
    from support.postgres import running_server

    with running_server() as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, one for each test."""
    from support.postgres import fresh_database

    with fresh_database(postgres_url) as url:
        yield url
