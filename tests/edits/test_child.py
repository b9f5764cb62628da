from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from support.faults import in_child, result_of

from fastscaffold.edits import AddEnvVar, Changed, IncludeRouters, Refused, RouterRef, child

EDIT = AddEnvVar("CORS_ORIGINS", "[]", "Who may call.")
ROUTER = IncludeRouters((RouterRef("app.orders.router", "router", "orders_router", "/api"),))
MAIN = b"from fastapi import FastAPI\n\napp = FastAPI()\n"

# Each test forks first, so that the child it starts is the child of a process that ends with it.
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc")


def test_the_child_does_what_the_process_itself_would_do():
    def with_a_child():
        child.start()
        added = child.apply(ROUTER, MAIN)
        assert isinstance(added, Changed)
        return added, child.apply(ROUTER, added.content, revert=True), child.apply(EDIT, b"\xff")

    added, removed, refused = result_of(with_a_child)

    assert added == ROUTER.apply(MAIN)
    assert removed == Changed(MAIN)
    assert isinstance(refused, Refused)


def test_a_file_that_is_larger_than_a_pipe():
    large = MAIN + b"# a line of a long file\n" * 100_000

    def with_a_child():
        child.start()
        child.expect(large)
        return child.apply(ROUTER, large)

    assert result_of(with_a_child) == ROUTER.apply(large)


def test_without_a_child_the_edit_is_applied_all_the_same():
    assert child.apply(EDIT, b"") == EDIT.apply(b"")


def test_a_child_that_has_died_is_done_without():
    def after_its_death():
        child.start()
        os.kill(child_of(os.getpid()), signal.SIGKILL)
        return child.apply(EDIT, b"")

    assert result_of(after_its_death) == EDIT.apply(b"")


def test_the_child_ends_with_the_process():
    reading, writing = os.pipe()

    def start_and_end():
        os.close(reading)
        child.start()
        os.write(writing, str(child_of(os.getpid())).encode())

    in_child(start_and_end)
    pid = int(os.read(reading, 20))

    for _ in range(100):
        if not is_running(pid):
            return
        time.sleep(0.05)
    pytest.fail("the child is still there")


def child_of(pid: int) -> int:
    (found,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(found)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
