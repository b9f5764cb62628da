"""Where a path of a plan leads on the disk, and that it never leads out of the project.

A path is relative to the project's root, POSIX style and in its normal form, so that one file has
one name. Symbolic links are followed, of parents and of the file itself, as long as they end
inside the root: reading through one and writing through one both reach its target, and the link
stays a link. Removing a linked file is refused, since it is unclear which of the two is meant.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from fastscaffold.errors import Message, ProjectError
from fastscaffold.tree.content import is_link

STATE_DIRECTORY = ".fastscaffold"
TRANSACTION_DIRECTORY = f"{STATE_DIRECTORY}/txn"
LOCK_FILE = f"{STATE_DIRECTORY}/lock"

_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = (TRANSACTION_DIRECTORY, LOCK_FILE)


def check_path(path: str) -> str:
    """Return ``path`` if it is a relative POSIX path in its normal form.

    Raises:
        ProjectError: it is not, or it could lead out of the root; code ``tree.path`` or
            ``tree.outside``.
    """
    reason = _fault(path)
    if reason is not None:
        raise ProjectError(Message("tree.path", f"{path!r} is not a usable path: {reason}."))
    if path.startswith(("/", "\\")) or _DRIVE.match(path) or ".." in path.split("/"):
        raise outside(path)
    return path


def check_writable(path: str) -> str:
    """Return ``path`` if a plan may write it.

    Raises:
        ProjectError: as for ``check_path``, or it is where transactions keep their state.
    """
    check_path(path)
    if any(path == name or path.startswith(f"{name}/") for name in _RESERVED):
        raise ProjectError(
            Message("tree.reserved", "The path is kept for running transactions.", path)
        )
    return path


def real_root(root: Path) -> Path:
    """The root with its own symbolic links resolved; it need not exist."""
    return Path(os.path.realpath(root))


def resolve(root: Path, path: str) -> Path:
    """Where ``path`` leads once every symbolic link is followed.

    Args:
        root: a root as ``real_root`` returns it.
        path: relative to it; nothing needs to be there.

    Raises:
        ProjectError: it leads out of the root (``tree.outside``), or to nothing through a
            symbolic link (``tree.dangling``).
    """
    # Texts, not paths: every file of a plan comes by here several times.
    top = os.fspath(root)
    plain = os.path.join(top, check_path(path))  # noqa: PTH118
    real = os.path.realpath(plain)
    if real != top and not real.startswith(top.removesuffix(os.sep) + os.sep):
        raise outside(path, real)
    # Neither of these raises, whatever is there.
    if os.path.islink(plain) and not os.path.exists(real):  # noqa: PTH110, PTH114
        raise ProjectError(
            Message(
                "tree.dangling",
                "The path is a symbolic link that leads to nothing.",
                path,
                hint="Remove the link, or create what it points to.",
            )
        )
    return Path(real)


class Resolver:
    """Follows the links of many paths, each directory once: for a disk that does not change.

    Attributes:
        root: a root as ``real_root`` returns it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._found: dict[str, Path] = {}

    def __call__(self, path: str) -> Path:
        """Where a path leads.

        Raises:
            ProjectError: as for ``resolve``.
        """
        found = self._found.get(path)
        if found is None:
            parent, _, name = check_path(path).rpartition("/")
            # Of a directory that was followed already only the last step is left.
            plain = (self(parent) if parent else self.root) / name
            found = resolve(self.root, path) if is_link(plain) else plain
            self._found[path] = found
        return found


def outside(path: str, target: str | None = None) -> ProjectError:
    """The error for a path that leaves the root."""
    leads = "" if target is None else f": it leads to {target}"
    return ProjectError(
        Message(
            "tree.outside",
            f"The path {path!r} is outside the project{leads}.",
            path,
            hint="Only files inside the project are read or written.",
        )
    )


def _fault(path: str) -> str | None:
    if not path:
        return "it is empty"
    if "\0" in path:
        return "it contains a NUL character"
    try:
        path.encode()
    except UnicodeEncodeError:
        return "it cannot be encoded as UTF-8"
    if "\\" in path and not path.startswith("\\"):
        return "directories are separated by forward slashes"
    parts = path.removeprefix("/").split("/")
    if "." in parts or "" in parts:
        return "it is not in its normal form"
    return None
