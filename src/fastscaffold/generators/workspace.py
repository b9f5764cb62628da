"""A project that is open for one command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold.capabilities.loader import Catalogue
from fastscaffold.edits import child
from fastscaffold.errors import Message, ProjectError
from fastscaffold.project.discover import find_project
from fastscaffold.project.manifest import DIRECTORY, Manifest
from fastscaffold.resources import templates_directory
from fastscaffold.tree import Tree, recover

if TYPE_CHECKING:
    from fastscaffold.tree import Recovery


@dataclass(frozen=True, slots=True)
class Workspace:
    """What every command on a project needs.

    Attributes:
        root: the project's directory.
        tree: the overlay that a plan is made in.
        manifest: what is remembered of the project.
        catalogue: our capabilities and the project's own.
        recovery: what an interrupted run had left to be done; None as a rule.
    """

    root: Path
    tree: Tree
    manifest: Manifest
    catalogue: Catalogue
    recovery: Recovery | None

    @property
    def is_ours(self) -> bool:
        """Whether fastscaffold made the project."""
        return self.manifest.exists

    @property
    def notices(self) -> list[Message]:
        """What the user should know before anything else."""
        return [] if self.recovery is None else [recovery_message(self.recovery)]

    @property
    def package(self) -> str:
        """The import package below ``src/``; empty in a project that fastscaffold did not make."""
        return self.manifest.project().package if self.is_ours else ""

    @property
    def capabilities(self) -> list[str]:
        """The names of those that the project has, and the catalogue knows."""
        known = self.catalogue.names()
        return [name for name in self.manifest.capabilities() if name in known]


def open_project(start: Path | None) -> Workspace:
    """Find a project, finish a run that was interrupted in it, and open it.

    Raises:
        ProjectError: there is no project, or another run holds it.
    """
    return open_directory(find_project(start))


def open_any_project(start: Path | None) -> Workspace:
    """Open a project, whoever made it; one that is not ours is the directory itself.

    Raises:
        ProjectError: another run holds it, or the directory is not there.
    """
    try:
        root = find_project(start)
    except ProjectError:
        root = (start or Path.cwd()).absolute()
        if not root.is_dir():
            raise
    return open_directory(root)


def open_directory(root: Path) -> Workspace:
    """Finish a run that was interrupted in a directory, whoever made it, and open it.

    Raises:
        ProjectError: another run holds it.
    """
    recovery = recover(root)
    tree = Tree(root)
    return Workspace(root, tree, Manifest(tree), catalogue(root), recovery)


def expect_edit(workspace: Workspace) -> None:
    """Have the file that holds the application parsed while this process imports the rest."""
    child.expect(workspace.tree.read(workspace.manifest.project().main) or b"")


def catalogue(root: Path | None = None) -> Catalogue:
    """Our capabilities and, of a project, its own."""
    own = () if root is None else (root / DIRECTORY / "capabilities-local",)
    return Catalogue((templates_directory() / "capabilities", *own))


def recovery_message(recovery: Recovery) -> Message:
    """Say what recovery did."""
    done = "finished" if recovery.direction == "forward" else "undone"
    kept = ", ".join(recovery.kept)
    return Message(
        "recovered",
        f"An interrupted run was {done}: {len(recovery.paths)} files.",
        hint=f"Changed since, and left as they are: {kept}." if kept else None,
    )
