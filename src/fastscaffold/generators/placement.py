"""Puts generated files and edits into a tree, respecting what the user made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastscaffold.errors import ConflictError, EditRefusedError, Message
from fastscaffold.project.drift import is_of_platform
from fastscaffold.requests import Conflict, ConflictPolicy
from fastscaffold.tree import Action, ActionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.edits import Edit, Refused
    from fastscaffold.requests import Interaction
    from fastscaffold.tree import Tree


@dataclass(slots=True)
class Placement:
    """Collects what a generator does to a tree and what it could not do.

    Attributes:
        tree: receives the writes.
        policy: what becomes of files that the user has changed.
        interaction: is asked where the policy is ``ask``.
    """

    tree: Tree
    policy: ConflictPolicy
    interaction: Interaction
    kept: list[Action] = field(default_factory=list[Action])
    issues: list[Message] = field(default_factory=list[Message])
    warnings: list[Message] = field(default_factory=list[Message])

    def create(self, path: str, content: bytes, *, mode: int | None = None) -> None:
        """Write a generated file; one that is there with another content is a conflict."""
        current = self.tree.read(path)
        if current is None or current == content:
            self.tree.write(path, content, mode=mode)
            return
        match self._resolution(Conflict(path, current, content)):
            case ConflictPolicy.THEIRS:
                self.tree.write(path, content)
            case ConflictPolicy.MARKERS:
                self.tree.write(path, _with_markers(current, content))
                self.warnings.append(
                    Message(
                        "conflict.markers", "The file holds conflict markers to be resolved.", path
                    )
                )
            case ConflictPolicy.OURS:
                self.kept.append(Action(ActionKind.SKIP, path, before=current, after=current))
            case _:
                self._refuse(path, current, "The file exists and was not generated for this.")

    def remove(self, path: str, pristine: bytes) -> None:
        """Remove a generated file; one that the user has changed is kept, unless told otherwise."""
        current = self.tree.read(path)
        if current is None:
            return
        if current == pristine:
            self.tree.delete(path)
            return
        policy = self.policy
        if policy is ConflictPolicy.ASK:
            policy = self.interaction.resolve(Conflict(path, current, None))
        if policy is ConflictPolicy.THEIRS:
            self.tree.delete(path)
            return
        self.kept.append(Action(ActionKind.SKIP, path, before=current, after=current))
        self.warnings.append(
            Message(
                "remove.kept",
                "The file was changed since it was generated, so it stays.",
                path,
                hint="Remove it yourself once nothing in it is needed any more.",
            )
        )

    def edit(self, path: str, edit: Edit) -> None:
        """Apply an edit to a file that the user owns.

        What cannot be placed becomes an issue with the exact lines to paste.
        """
        self._run(path, edit, revert=False)

    def edit_all(self, path: str, edits: Sequence[Edit]) -> None:
        """Apply several edits to a file that the user owns, in whatever order is quickest.

        What cannot be placed becomes issues, as for ``edit``; in files that a platform reads, which
        users replace by their own, it becomes a warning with the lines.
        """
        from fastscaffold.edits import child  # noqa: PLC0415

        source = self.tree.read(path)
        if is_of_platform(path):
            applied = child.apply_all(tuple(edits), source or b"")
            if source is not None and applied.content != source:
                self.tree.write(path, applied.content)
            self._tell(path, applied.refused, is_there=source is not None)
            return
        if source is None:
            for edit in edits:
                self._miss(path, edit)
            return
        applied = child.apply_all(tuple(edits), source)
        if applied.content != source:
            self.tree.write(path, applied.content)
        for refused in applied.refused:
            self._pass_on(path, refused, revert=False)

    def revert(self, path: str, edit: Edit) -> None:
        """Apply the inverse of an edit; what cannot be taken out becomes an issue."""
        self._run(path, edit, revert=True)

    def raise_issues(self) -> None:
        """Refuse the whole command where anything stood in the way.

        Raises:
            ConflictError: a file of the user's was in the way.
            EditRefusedError: an edit could not be placed.
        """
        if not self.issues:
            return
        refused = [issue for issue in self.issues if issue.code.startswith("edit.")]
        kind = EditRefusedError if refused else ConflictError
        raise kind(*self.issues)

    def _run(self, path: str, edit: Edit, *, revert: bool) -> None:
        # Loaded here: edits bring a parser along that few commands need.
        from fastscaffold.edits import Changed, Refused, child  # noqa: PLC0415

        source = self.tree.read(path)
        if source is None:
            if not revert:
                self._miss(path, edit)
            return
        match child.apply(edit, source, revert=revert):
            case Changed(content=content, dropped=dropped):
                self.tree.write(path, content)
                self.warnings += [
                    Message("edit.dropped", f"A line that you had added to goes: {line}", path)
                    for line in dropped
                ]
            case Refused() as refused:
                self._pass_on(path, refused, revert=revert)
            case _:
                pass

    def _miss(self, path: str, edit: Edit) -> None:
        self.issues.append(
            Message("edit.missing-file", f"{edit.name}: the file to edit is missing.", path)
        )

    def _tell(self, path: str, refused: Sequence[Refused], *, is_there: bool) -> None:
        """Tell what a platform would need besides, and that the application does without."""
        for each in refused:
            if each.unreadable:
                self._pass_on(path, each, revert=False)
        left = [each for each in refused if not each.unreadable]
        if not left:
            return
        reasons = dict.fromkeys(each.reason for each in left)
        what = " ".join(reasons) if is_there else "The file is not there."
        lines = "\n".join(each.snippet for each in left)
        hint = f"Where your own files do the same, put these lines in by hand:\n{lines}"
        self.warnings.append(Message("edit.left-out", what, path, hint=hint))

    def _pass_on(self, path: str, refused: Refused, *, revert: bool) -> None:
        hint = _to_do(refused, revert=revert) if refused.snippet else None
        self.issues.append(Message("edit.refused", refused.reason, path, refused.line, hint=hint))

    def _resolution(self, conflict: Conflict) -> ConflictPolicy:
        if self.policy is ConflictPolicy.ASK:
            return self.interaction.resolve(conflict)
        return self.policy

    def _refuse(self, path: str, current: bytes, reason: str) -> None:
        self.kept.append(Action(ActionKind.CONFLICT, path, before=current, after=current))
        self.issues.append(
            Message(
                "conflict.exists",
                reason,
                path,
                hint="--on-conflict ours keeps it, theirs replaces it, markers puts both into it.",
            )
        )


def _to_do(refused: Refused, *, revert: bool) -> str:
    """Say what to do about lines that could not be put in, or taken out, and name them."""
    if refused.unreadable:
        lines = "these lines are to go" if revert else "these lines are to be added"
        return f"Mend the file, and run the command again; {lines}:\n{refused.snippet}"
    by_hand = "Take these lines out by hand" if revert else "Put these lines in by hand"
    return f"{by_hand}, and run the command again:\n{refused.snippet}"


def _with_markers(current: bytes, incoming: bytes) -> bytes:
    def ended(content: bytes) -> bytes:
        return content if not content or content.endswith(b"\n") else content + b"\n"

    return (
        b"<<<<<<< current\n"
        + ended(current)
        + b"=======\n"
        + ended(incoming)
        + b">>>>>>> generated\n"
    )
