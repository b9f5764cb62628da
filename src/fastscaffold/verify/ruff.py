"""Starts ruff, on files that are not in the project yet."""

from __future__ import annotations

import subprocess
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def start(arguments: Sequence[str], directory: Path) -> subprocess.Popen[str]:
    """Start ruff in a directory, with pipes at its ends."""
    # Without type information for strict checkers, hence by name.
    find = cast("Callable[[], str]", import_module("ruff").find_ruff_bin)
    return subprocess.Popen(
        [find(), *arguments, "--no-cache"],
        cwd=directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
