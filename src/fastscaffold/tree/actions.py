"""What a plan does to one file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActionKind(StrEnum):
    """The status words that generators print."""

    CREATE = "create"
    EDIT = "edit"
    IDENTICAL = "identical"
    SKIP = "skip"
    CONFLICT = "conflict"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Action:
    """One file of a plan.

    Attributes:
        kind: only ``create``, ``edit`` and ``remove`` change the disk.
        path: relative to the project's root, with forward slashes.
        before: the bytes on disk when the plan was made; None where there was no file.
        after: the bytes to be there afterwards; None where there is to be no file.
        mode: permission bits of a created file; None for the default of the process.
    """

    kind: ActionKind
    path: str
    before: bytes | None = None
    after: bytes | None = None
    mode: int | None = None

    @property
    def writes(self) -> bool:
        """Whether a sink has anything to do."""
        return self.kind in {ActionKind.CREATE, ActionKind.EDIT, ActionKind.REMOVE}
