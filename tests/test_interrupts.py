"""Control-C, pressed at every change that is made to the disk, and again and again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from support.faults import interrupts_from, restore, snapshot
from support.tree_scenario import make_scenario

from fastscaffold import interrupts
from fastscaffold.tree import Action, ActionKind, DiskSink, NewProjectSink, Plan

pytestmark = pytest.mark.usefixtures("unsynced")


@pytest.fixture(autouse=True)
def _restored():
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def stopped(number, command):
    """Whether a command says that nothing was changed; None where it ended before that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupts.stop_once()
    with interrupts_from(number) as fault:
        try:
            command()
        except KeyboardInterrupt:
            return True
        return False if fault.happened else None


def ends(command, root, before):
    """What it says wherever it is interrupted, after comparing that with the disk."""
    told = []
    while (said := stopped(len(told) + 1, command)) is not None:
        assert (snapshot(root) == before) is said, len(told)
        told.append(said)
        restore(root, before)
    return told


@pytest.mark.parametrize("verify", [None, lambda: None])
def test_a_transaction_is_undone_or_done_as_it_says(memory_path, verify):
    scenario = make_scenario(memory_path / "p")
    before = snapshot(memory_path)

    told = ends(lambda: DiskSink(verify).commit(scenario.plan), memory_path, before)

    assert len(told) > 20
    assert told == sorted(told, reverse=True)
    assert {True, False} == set(told)


def test_a_new_project_is_there_as_a_whole_or_not_at_all(memory_path):
    files = ("src/app/main.py", "README.md")
    actions = tuple(Action(ActionKind.CREATE, path, None, b"x = 1\n") for path in files)
    plan = Plan(memory_path / "api", actions)
    before = snapshot(memory_path)

    told = ends(lambda: NewProjectSink().commit(plan), memory_path, before)

    assert len(told) > 5
    assert told == sorted(told, reverse=True)
    assert {True, False} == set(told)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_job_in_the_background_goes_on_ignoring_them():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    interrupts.stop_once()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_other_programs_can_be_interrupted_still():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupts.stop_once()
    interrupts.hold()
    code = "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


@pytest.mark.parametrize("cleaning_up", ["signal.raise_signal(signal.SIGINT)", "os.close(99)"])
def test_a_command_is_stopped_once_whatever_comes_of_it(cleaning_up):
    code = (
        "import os, signal, sys\n"
        "from fastscaffold import __main__\n"
        # Tests that are run in the background ignore it, and hand that down.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def run(_):\n"
        "    try:\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "    finally:\n"
        f"        {cleaning_up}\n"
        "__main__._run = run\n"
        "sys.exit(__main__.main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False
    )
    assert (done.returncode, done.stderr) == (130, "\naborted; nothing was changed\n")
