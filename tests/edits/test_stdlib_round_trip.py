"""Files that nobody wrote with this tool in mind: the standard library of the interpreter."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest
from insertions import assert_only_insertions

from fastscaffold.edits import Changed, IncludeRouters, Refused, RouterRef, Unchanged
from fastscaffold.edits.python.source import PythonSource, UnreadableError, read

ROOT = Path(sysconfig.get_path("stdlib"))
SAMPLE_SIZE = 150
SAMPLE_BYTES = 25_000
PARTS = 16

ORDERS = RouterRef("app.orders.router", "router", "orders_router")
EDIT = IncludeRouters((ORDERS,))

# As a main.py may end: where there is an application, the edit has something to do.
APPLICATION = b"\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"


def library() -> list[Path]:
    found = ROOT.rglob("*.py")
    return sorted(path for path in found if "site-packages" not in path.parts)


def sample() -> list[Path]:
    """Spread over the whole library, the same ones each time; the long ones take too long."""
    files = [path for path in library() if path.stat().st_size <= SAMPLE_BYTES]
    step = max(1, len(files) // SAMPLE_SIZE)
    return files[::step][:SAMPLE_SIZE]


def by_path(files: list[Path]):
    return pytest.mark.parametrize(
        "path", files, ids=[path.relative_to(ROOT).as_posix() for path in files]
    )


def read_if_readable(source: bytes) -> PythonSource | None:
    try:
        return read(source)
    except UnreadableError:
        return None


def check(source: bytes) -> bool:
    """Whether the edit changes the file once there is an application in it."""
    module = read_if_readable(source)
    if module is not None:
        assert module.encode(module.lines) == source
        assert module.tree.code == module.text
    assert not isinstance(EDIT.apply(source), Changed)
    extended = source + APPLICATION
    outcome = EDIT.apply(extended)
    assert isinstance(outcome, Changed | Refused)
    if isinstance(outcome, Refused):
        assert outcome.reason
        return False
    assert_only_insertions(extended, outcome.content)
    assert EDIT.apply(outcome.content) == Unchanged()
    assert EDIT.revert(outcome.content) == Changed(extended)
    return True


@by_path(sample())
def test_file_survives_and_application_in_it_is_found(path):
    check(path.read_bytes())


@pytest.mark.wide
@pytest.mark.parametrize("part", range(PARTS))
def test_whole_library(part):
    files = library()[part::PARTS]
    changed = sum(check(path.read_bytes()) for path in files)
    assert changed > len(files) * 0.8
