"""The task runner: programs that are run for the user, with git at their head."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finished:
    """What a program left behind; ``code`` is None where it could not be started."""

    code: int | None
    output: bytes

    @property
    def ok(self) -> bool:
        """Whether it ran and succeeded."""
        return self.code == 0


def run(command: Sequence[str], cwd: Path) -> Finished:
    """Run a program without a terminal and without a shell; standard output is returned."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return Finished(None, b"")
    return Finished(done.returncode, done.stdout)


def git_init(root: Path) -> bool:
    """Make ``root`` a git repository with the branch ``main``, unless it is part of one."""
    inside = any((parent / ".git").exists() for parent in root.absolute().parents)
    if inside and not run(["git", "check-ignore", "--quiet", str(root)], root.parent).ok:
        return True
    return run(["git", "init", "--quiet", "--initial-branch", "main"], root).ok


def git_changed(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Which of some files git sees as changed or not tracked; none outside a repository."""
    if not paths:
        return ()
    status = run(
        ["git", "status", "--porcelain=v1", "-z", "--untracked-files=all", "--", *paths], root
    )
    if not status.ok:
        return ()
    entries = status.output.decode(errors="surrogateescape").split("\0")
    changed = {entry[3:] for entry in entries if len(entry) > 3}  # noqa: PLR2004 # "XY path"
    prefix = run(["git", "rev-parse", "--show-prefix"], root).output.decode().strip()
    return tuple(path for path in paths if prefix + path in changed)


def git_untracked(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Which of some files git does not keep: all of them outside a repository."""
    if not paths:
        return ()
    listed = run(["git", "ls-files", "-z", "--", *paths], root)
    kept = listed.output.decode(errors="surrogateescape").split("\0") if listed.ok else ()
    return tuple(path for path in paths if path not in kept)


def git_has_commits(root: Path) -> bool:
    """Whether anything was ever committed where ``root`` is."""
    return run(["git", "rev-parse", "--quiet", "--verify", "HEAD"], root).ok


def git_committed(root: Path, path: str) -> bytes | None:
    """The content of a file in the last commit; None where there is none."""
    shown = run(["git", "show", f"HEAD:./{path}"], root)
    return shown.output if shown.ok else None


def git_committed_paths(root: Path, directory: str) -> tuple[str, ...]:
    """The files below a directory in the last commit, relative to ``root``."""
    listed = run(["git", "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", directory], root)
    if not listed.ok:
        return ()
    return tuple(filter(None, listed.output.decode(errors="surrogateescape").split("\0")))


def git_published(root: Path, path: str) -> bool:
    """Whether a remote-tracking branch holds the file, so that others may have it too."""
    log = run(["git", "log", "--remotes", "--max-count=1", "--format=%H", "--", path], root)
    return log.ok and bool(log.output.strip())
