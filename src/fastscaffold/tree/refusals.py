"""What a tree does not change, and why."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError
from fastscaffold.tree.content import is_link

if TYPE_CHECKING:
    from pathlib import Path


def refuse_read_only(real: Path, path: str) -> None:
    """Refuse to change a file that nobody may write, even where its directory would allow it.

    Raises:
        ProjectError: code ``tree.read-only``.
    """
    writable = stat.S_IMODE(real.stat().st_mode) & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    if not writable or not os.access(real, os.W_OK):
        raise ProjectError(
            Message("tree.read-only", "The file is read-only.", path, hint="Make it writable.")
        )


def refuse_link(plain: Path, path: str) -> None:
    """Refuse to remove a symbolic link.

    Raises:
        ProjectError: code ``tree.symlink``.
    """
    if is_link(plain):
        raise ProjectError(
            Message(
                "tree.symlink",
                "The path is a symbolic link, so it is unclear whether it or its target goes.",
                path,
                hint="Remove the link by hand.",
            )
        )


def not_a_directory(path: str) -> ProjectError:
    """The error for a file where a directory is needed."""
    return ProjectError(
        Message("tree.not-a-directory", "A directory is needed here, but it is a file.", path)
    )


def is_a_directory(path: str) -> ProjectError:
    """The error for a directory where a file is to be written."""
    return ProjectError(
        Message("tree.is-a-directory", "A file is to be written here, but it is a directory.", path)
    )
