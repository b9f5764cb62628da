"""Starts ruff, on files that are not in the project yet."""

from __future__ import annotations

import os
import subprocess
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

# Threads that wait for work burn what they save, unless there is much of it; and meanwhile the
# command has the other cores busy.
_FILES_A_THREAD = 256
# Where the rules of a project stand: the first of a directory counts, and the others do not.
CONFIGURATION = (".ruff.toml", "ruff.toml", "pyproject.toml")


def start(arguments: Sequence[str], directory: Path, *, files: int) -> subprocess.Popen[str]:
    """Start ruff in a directory that holds so many files, with pipes at its ends."""
    # Without type information for strict checkers, hence by name.
    find = cast("Callable[[], str]", import_module("ruff").find_ruff_bin)
    threads = min(1 + files // _FILES_A_THREAD, os.cpu_count() or 1)
    return subprocess.Popen(
        [find(), *arguments, "--no-cache"],
        cwd=directory,
        env={"RAYON_NUM_THREADS": str(threads)} | os.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
