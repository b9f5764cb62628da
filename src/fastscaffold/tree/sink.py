"""Where plans go: to the disk, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fastscaffold.errors import ConflictError, Message, ProjectError
from fastscaffold.tree.commit import commit, commit_errors
from fastscaffold.tree.content import is_directory
from fastscaffold.tree.new_project import create_project
from fastscaffold.tree.paths import real_root
from fastscaffold.tree.recovery import recover_locked
from fastscaffold.tree.state import project_lock

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastscaffold.tree.plan import Plan
    from fastscaffold.tree.recovery import Recovery


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a plan.

    Attributes:
        plan: as it was given.
        written: whether the disk was changed.
        recovered: an interrupted run that was dealt with before.
    """

    plan: Plan
    written: bool
    recovered: Recovery | None = None


class Sink(Protocol):
    """The last step of a command."""

    def commit(self, plan: Plan) -> Outcome:
        """Carry out all of a plan, or nothing of it.

        Raises:
            ConflictError: the plan has issues.
            ProjectError: it no longer fits the disk, or another run is on.
            CommitError: the disk refused something.
        """
        ...


class DryRunSink:
    """Changes nothing."""

    def commit(self, plan: Plan) -> Outcome:
        """Return the plan as it is.

        Raises:
            ConflictError: the plan has issues.
        """
        _refuse_issues(plan)
        return Outcome(plan, written=False)


class DiskSink:
    """Changes a project that is there, in one transaction.

    Args:
        verify: called with everything in its place and the lock held; what it raises undoes the
            whole transaction and is raised again. A run that is killed during it is undone by
            the next one.
    """

    def __init__(self, verify: Callable[[], None] | None = None) -> None:
        self._verify = verify

    def commit(self, plan: Plan) -> Outcome:
        """Carry out all of a plan, or nothing of it.

        Raises:
            ConflictError: the plan has issues.
            ProjectError: the project is missing (``tree.no-root``), held by another run
                (``tree.locked``), not what the plan rests on (``tree.changed``), or a file
                cannot be changed.
            CommitError: the disk refused something; all is as before.
        """
        _refuse_issues(plan)
        if not plan.changes:
            return Outcome(plan, written=False)
        root = real_root(plan.root)
        if not is_directory(root):
            raise ProjectError(
                Message("tree.no-root", "There is no such directory.", str(plan.root))
            )
        with commit_errors(root), project_lock(root):
            recovered = recover_locked(root)
            commit(root, plan, self._verify)
        return Outcome(plan, written=True, recovered=recovered)


class NewProjectSink:
    """Creates a project: its directory appears at once with everything in it."""

    def commit(self, plan: Plan) -> Outcome:
        """Create the project, or leave nothing.

        Raises:
            ConflictError: the plan has issues, or something is in the way (``tree.exists``).
            ProjectError: another run is creating it (``tree.locked``).
            CommitError: the disk refused something; all is as before.
        """
        _refuse_issues(plan)
        create_project(plan)
        return Outcome(plan, written=True)


def _refuse_issues(plan: Plan) -> None:
    if plan.issues:
        raise ConflictError(*plan.issues)
