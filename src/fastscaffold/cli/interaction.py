"""Answers the questions of the pipeline: by asking a person, or by refusing to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.cli.terminal import visible
from fastscaffold.errors import ConflictError, Message
from fastscaffold.requests import ConflictPolicy

if TYPE_CHECKING:
    from fastscaffold.cli.report import Report
    from fastscaffold.requests import Conflict
    from fastscaffold.tree.plan import Plan


class Person:
    """The person at the terminal, if there is one. Implements ``Interaction``.

    Args:
        report: writes what is to be agreed to.
        asks: whether somebody is there and wants to be asked.
        shows_diff: a plan changes what people wrote, so it is shown line by line.

    Attributes:
        shown: the plan's status words and warnings were shown.
    """

    def __init__(self, report: Report, *, asks: bool, shows_diff: bool = False) -> None:
        self._report = report
        self._asks = asks
        self._shows_diff = shows_diff
        self.shown = False

    def resolve(self, conflict: Conflict) -> ConflictPolicy:
        """Show what differs, and ask.

        Raises:
            ConflictError: nobody is there to be asked.
            KeyboardInterrupt: the person wants to stop.
        """
        if not self._asks:
            raise ConflictError(
                Message(
                    "conflict.unanswered",
                    "The file was changed by hand, and nobody is there to be asked about it.",
                    conflict.path,
                    hint="Decide with --on-conflict ours, theirs or markers.",
                )
            )
        from fastscaffold.cli.prompts import ask_conflict  # noqa: PLC0415

        self._report.file_diff(conflict.path, conflict.current, conflict.incoming)
        while True:
            answer = ask_conflict(visible(conflict.path), removal=conflict.incoming is None)
            if answer == "diff":
                self._report.file_diff(conflict.path, conflict.current, conflict.incoming)
            elif answer == "abort":
                raise KeyboardInterrupt
            else:
                return ConflictPolicy(answer)

    def confirm(self, plan: Plan) -> bool:
        """Show the plan's status words and ask whether to go on; True where nobody is asked.

        A plan that removes files is agreed to by typing so, not by return alone.
        """
        if not self._asks or not plan.changes:
            return True
        from fastscaffold.cli.prompts import ask_confirmation  # noqa: PLC0415

        if self._shows_diff:
            self._report.diff(plan.actions)
        self._report.actions(plan.actions, planned=True)
        self._report.messages(warnings=plan.warnings)
        self.shown = True
        removes = any(action.kind.value == "remove" for action in plan.actions)
        return ask_confirmation("Go on?", default=not removes)
