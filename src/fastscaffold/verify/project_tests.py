"""Runs tests of a project in the project's own environment."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold.errors import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TIMEOUT = 600.0
_TAIL_LINES = 40
_INTERPRETERS = (".venv/bin/python", ".venv/Scripts/python.exe")


def run_tests(
    root: Path, paths: Sequence[str], *, timeout: float = _TIMEOUT
) -> tuple[Message, ...]:
    """Run some tests of a project that is on disk.

    Args:
        root: the project.
        paths: files of tests, relative to it.
        timeout: seconds after which they are stopped.

    Returns:
        Why they did not pass, with the end of what they printed; nothing where they did. Caches
        and byte code are kept out of the project, so that a rollback leaves nothing behind.
    """
    if not paths:
        return ()
    python = _interpreter(root)
    if python is None:
        return (
            Message(
                "verify.no-environment",
                "The project has no environment to run its tests in.",
                hint="Run `make install` in the project, activate the environment that it has "
                "elsewhere, or choose --verify static.",
            ),
        )
    with tempfile.TemporaryDirectory(prefix="fastscaffold-") as scratch:
        # The project's own options stay out: a threshold of coverage is for all tests together.
        options = ["-q", "--color=no", "-o", "addopts=", "-o", f"cache_dir={scratch}/cache"]
        command = [*python, "-m", "pytest", *options, *paths]
        code, output = _run(command, root, _environment(scratch), timeout)
    if code == 0:
        return ()
    tail = "\n".join(output.splitlines()[-_TAIL_LINES:])
    if code is None:
        return (Message("verify.tests", f"The tests took more than {timeout:g} s.", hint=tail),)
    return (Message("verify.tests", "The tests did not pass.", hint=tail or None),)


def _interpreter(root: Path) -> list[str] | None:
    for name in _INTERPRETERS:
        if (root / name).exists():
            return [str(root / name)]
    # Frozen: without a lock file uv would write one.
    if shutil.which("uv") and (root / "uv.lock").exists():
        return ["uv", "run", "--frozen", "python"]
    active = Path(os.environ.get("VIRTUAL_ENV") or os.environ.get("CONDA_PREFIX") or root)
    for name in _INTERPRETERS:
        python = active / name.removeprefix(".venv/")
        if active != root and python.exists():
            return [str(python)]
    return None


def _environment(scratch: str) -> Mapping[str, str]:
    # Ours is none of theirs.
    ours = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTEST_ADDOPTS", "PYDANTIC_DISABLE_PLUGINS"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "COVERAGE_FILE": f"{scratch}/coverage"}


def _run(
    command: Sequence[str], root: Path, environment: Mapping[str, str], timeout: float
) -> tuple[int | None, str]:
    process = subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _stop(process)
        output, _ = process.communicate()
        return None, output
    except BaseException:
        _stop(process)
        raise
    return process.returncode, output


def _stop(process: subprocess.Popen[str]) -> None:
    # What the tests started goes with them.
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
