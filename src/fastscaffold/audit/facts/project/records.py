"""What fastscaffold has recorded of a project, so that no command is named that cannot run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# The audit knows of nothing but the names of these files, which stay what they are.
_STATE = ".fastscaffold"
_PROJECT = f"{_STATE}/project.json"
_ADD = "fastscaffold add "


def can_add(root: Path, command: str) -> bool:
    """Whether ``fastscaffold add`` runs there, and what it adds is not in already.

    Args:
        root: the audited directory, which may be a part of the project.
        command: such as ``fastscaffold add metrics``.
    """
    directory = root.resolve()
    for candidate in (directory, *directory.parents):
        if (candidate / _PROJECT).is_file():
            record = f"{_STATE}/capabilities/{command.removeprefix(_ADD)}.json"
            return not (candidate / record).is_file()
    return False
