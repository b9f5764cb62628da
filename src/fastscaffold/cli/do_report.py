"""What ``fastscaffold do`` says: as text for people, or as one JSON document."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from fastscaffold.cli.do_steps import typed
from fastscaffold.cli.document import dump, messages
from fastscaffold.cli.report import Report
from fastscaffold.cli.terminal import visible
from fastscaffold.errors import ExitCode, Message

if TYPE_CHECKING:
    from pathlib import Path

    from fastscaffold.cli.do_steps import Ran, Step
    from fastscaffold.intents.answer import Answer, Command

_UNSURE = "do.unsure"
_FINE = frozenset({"ok", "unchanged"})


class DoReport:
    """Tells what was found for a sentence, and keeps what became of it.

    Args:
        answer: what was found.
        project: what ``--project`` says.
        json: print nothing but one JSON document, at the end.
        dry_run: nothing is going to be run.

    Attributes:
        json: whether standard output is for one JSON document.
    """

    def __init__(self, answer: Answer, project: Path | None, *, json: bool, dry_run: bool) -> None:
        self.json = json
        self._answer = answer
        self._project = project
        self._dry_run = dry_run
        self._report = Report()
        self._ran: list[tuple[Step, Ran]] = []
        self._issues: list[Message] = []

    def show(self) -> None:
        """Show the commands that were found, and why these."""
        if self.json:
            return
        out = self._report.out
        for command in self._commands():
            out.line(out.style(visible(self._line(command)), bold=True))
            out.line(out.style(f"    {visible(command.does)}", dim=True))
        out.line(f"    {visible(self._answer.reason)}")
        if self._dry_run:
            out.line(out.style("Dry run: nothing was run.", dim=True))
        else:
            out.line()

    def question(self, step: Step) -> str:
        """The question before a command is run that writes."""
        return "Run it?" if len(self._commands()) == 1 else f"Run {visible(step.line)}?"

    def ran(self, step: Step, ran: Ran) -> None:
        """Keep what became of a command."""
        self._ran.append((step, ran))

    def decline(self) -> None:
        """Say that a command was not wanted."""
        self._report.out.line("It was not run.")

    def refuse(self, issue: Message) -> None:
        """Keep why a command is not run, and say so."""
        self._issues.append(issue)
        if not self.json:
            self._report.messages([issue])

    def end_unsure(self) -> int:
        """Say that it is not certain what is meant, and what is nearest; return the exit code."""
        nearest = [(self._line(each), each.does) for each in self._answer.alternatives]
        width = max((len(line) for line, _ in nearest), default=0)
        lines = ["Nothing was done. The nearest commands:"]
        lines += [f"  {line:<{width}}  {does}" for line, does in nearest]
        message = f"It is not certain what is to be done. {self._answer.reason}"
        self.refuse(Message(_UNSURE, message, hint="\n".join(lines)))
        return self.end()

    def end(self) -> int:
        """Print the document, if one is wanted; return the exit code."""
        if self.json:
            self._report.out.line(dump(self._document()))
        if self._issues:
            return ExitCode.USAGE
        return next((ran.code for _, ran in self._ran if ran.code), ExitCode.OK)

    def _document(self) -> dict[str, object]:
        commands = [list(typed(each, self._project)) for each in self._commands()]
        certain = self._answer.proposal is not None
        return {
            "status": self._status(),
            "dry_run": self._dry_run,
            "sentence": self._answer.sentence,
            "certainty": "certain" if certain else "unsure",
            "command": commands[0] if commands else None,
            "then": commands[1:],
            "writes": any(each.writes for each in self._commands()),
            "reason": self._answer.reason,
            "alternatives": [self._alternative(each) for each in self._answer.alternatives],
            "runs": [
                {"command": list(step.shown), "exit": int(ran.code), "document": ran.document}
                for step, ran in self._ran
            ],
            "issues": messages(self._issues),
        }

    def _status(self) -> object:
        if self._issues:
            return "refused"
        told = [ran.document.get("status", "ok") for _, ran in self._ran if ran.document]
        return next((status for status in told if status not in _FINE), "ok")

    def _alternative(self, command: Command) -> dict[str, object]:
        return {
            "command": list(typed(command, self._project)),
            "does": command.does,
            "writes": command.writes,
        }

    def _commands(self) -> tuple[Command, ...]:
        return () if self._answer.proposal is None else self._answer.proposal.commands

    def _line(self, command: Command) -> str:
        return shlex.join(typed(command, self._project))
