"""Revisions still make one chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import ProjectError
from fastscaffold.migrations.heads import VERSIONS, head_of

if TYPE_CHECKING:
    from fastscaffold.errors import Message
    from fastscaffold.verify.base import Context


class MigrationCheck:
    """A plan that touches revisions leaves one head, and every parent in its place."""

    name = "migrations"
    waits = False

    def run(self, context: Context) -> tuple[Message, ...]:
        """Say what is wrong with the chain as it will be."""
        if not any(
            action.writes and action.path.startswith(f"{VERSIONS}/") for action in context.actions
        ):
            return ()
        try:
            head_of(context.tree)
        except ProjectError as error:
            return error.messages
        return ()


CHECK = MigrationCheck()
