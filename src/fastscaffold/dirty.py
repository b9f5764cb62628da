"""Keeps edits away from files in which the user has uncommitted work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold import tasks
from fastscaffold.errors import Message
from fastscaffold.generators.recorded import recorded_edits
from fastscaffold.project.manifest import DIRECTORY, Manifest
from fastscaffold.tree import ActionKind, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fastscaffold.edits import Edit
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.tree import Plan

_CODE = "project.dirty"


def in_the_way(paths: Sequence[str], root: Path) -> list[Message]:
    """Say that files with uncommitted changes keep a plan from being carried out."""
    return _told(paths, "The file has uncommitted changes.", root)


def would_be_in_the_way(paths: Sequence[str], root: Path) -> list[Message]:
    """Say the same where nothing is written anyway."""
    text = "The file has uncommitted changes: without --dry-run this is refused."
    return _told(paths, text, root, before=" before")


def _told(paths: Sequence[str], text: str, root: Path, before: str = "") -> list[Message]:
    if not paths:
        return []
    if tasks.git_has_commits(root):
        hint = f"Commit or stash them{before}, or say --allow-dirty."
    else:
        # Before the first commit there is nothing that changes could be stashed from.
        hint = f"Nothing was committed yet: `git add -A && git commit`{before}, or --allow-dirty."
    return [Message(_CODE, text, path, hint=hint) for path in paths]


def unkept(plan: Plan) -> list[Message]:
    """Say that what a plan edits cannot be had back, as git has no copy of it."""
    return [
        Message(
            "project.untracked",
            "git does not keep the file, so nothing could take the change back.",
            path,
            hint="See --dry-run, and say --yes.",
        )
        for path in tasks.git_untracked(plan.root, tuple(_edited(plan)))
    ]


def dirty_files(plan: Plan, workspace: Workspace) -> list[str]:
    """The files that a plan edits and that have uncommitted changes of the user's.

    Changes that fastscaffold itself made since the last commit do not count: they are taken out
    of both sides before these are compared.
    """
    edited = _edited(plan)
    return [
        path
        for path in tasks.git_changed(plan.root, tuple(edited))
        if not _only_ours(path, edited[path], workspace)
    ]


def _edited(plan: Plan) -> dict[str, bytes | None]:
    """The files that a plan edits, our own records aside, and what is in them."""
    return {
        action.path: action.before
        for action in plan.changes
        if action.kind is ActionKind.EDIT and not action.path.startswith(".fastscaffold/")
    }


def _only_ours(path: str, current: bytes | None, workspace: Workspace) -> bool:
    root, manifest, catalogue = workspace.root, workspace.manifest, workspace.catalogue
    # What the plan takes out of the records, or replaces in them, is still in the file.
    before = Manifest(Tree(root))
    if not before.exists:
        # Nothing in a project of somebody else is of our making.
        return False
    generated = dict(before.all_pristine()).get(path)
    if current is None or (generated is not None and current == generated.encode()):
        return True
    committed = tasks.git_committed(root, path)
    if committed is None:
        pristine = dict(manifest.all_pristine()).get(path)
        if pristine is None:
            return False
        committed = pristine.encode()
    if current == committed:
        return True
    edits = (
        *recorded_edits(manifest, catalogue, path),
        *recorded_edits(before, catalogue, path),
        *recorded_edits(_committed_records(root), catalogue, path),
    )
    return _without(edits, current) == _without(edits, committed)


def _committed_records(root: Path) -> Manifest:
    """What was recorded when the last commit was made, of features that are removed since, too."""
    tree = Tree(root)
    for path in tasks.git_committed_paths(root, DIRECTORY):
        content = None if tree.exists(path) else tasks.git_committed(root, path)
        if content is not None:
            tree.write(path, content)
    return Manifest(tree)


def _without(edits: Sequence[Edit], content: bytes) -> bytes:
    from fastscaffold.edits import Changed, child  # noqa: PLC0415 # not always needed

    for edit in edits:
        outcome = child.apply(edit, content, revert=True)
        # A line that a person has added to is theirs as much as ours.
        if isinstance(outcome, Changed) and not outcome.dropped:
            content = outcome.content
    return content
