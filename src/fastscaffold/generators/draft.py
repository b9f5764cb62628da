"""What a generator hands on: everything that was decided, nothing of it done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.errors import Message
    from fastscaffold.generators.placement import Placement
    from fastscaffold.generators.workspace import Workspace


@dataclass(slots=True)
class Draft:
    """A plan in the making.

    Attributes:
        workspace: the project that is changed or made.
        placement: holds the tree, what was kept and what stood in the way.
        application: the import package of a project that is not ours and says nothing of it.
        tests: paths of the tests that ``--verify tests`` runs.
        notices: shown last.
        next: commands for the user to type.
    """

    workspace: Workspace
    placement: Placement
    application: str = ""
    tests: tuple[str, ...] = ()
    warnings: list[Message] = field(default_factory=list["Message"])
    notices: list[Message] = field(default_factory=list["Message"])
    next: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        """The import package; empty where nothing tells it."""
        return self.workspace.package or self.application
