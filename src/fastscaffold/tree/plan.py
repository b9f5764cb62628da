"""A plan: everything that a command is going to do, before it does any of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fastscaffold.errors import Message
    from fastscaffold.tree.actions import Action


@dataclass(frozen=True, slots=True)
class Plan:
    """Actions and three kinds of message: issues block, warnings do not, notices come last.

    Attributes:
        root: the directory that all paths are relative to; for a new project it need not exist.
        actions: sorted in the order in which they are written.
        reads: path to sha256 (hex) of every file that the plan rests on; None for "was not there".
            A sink refuses when the disk says otherwise by then.
        next: commands for the user to type.
    """

    root: Path
    actions: tuple[Action, ...] = ()
    reads: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])
    issues: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    notices: tuple[Message, ...] = ()
    next: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Action, ...]:
        """The actions that change the disk."""
        return tuple(action for action in self.actions if action.writes)
