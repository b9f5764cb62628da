"""The commands that ``fastscaffold do`` runs, in this process."""

from __future__ import annotations

import json
import shlex
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, cast

from fastscaffold.cli.app import PROGRAM, WrongUsage, run
from fastscaffold.cli.failures import report_error, report_usage
from fastscaffold.errors import FastScaffoldError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from fastscaffold.intents.answer import Command

    Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a command.

    Attributes:
        document: what it printed, where that was JSON and was not to be shown.
    """

    code: int
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A command, and how it is typed here.

    Attributes:
        shown: all of it, word by word, as a person would type it.
        flags: what it is given besides.
    """

    command: Command
    shown: tuple[str, ...]
    flags: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """As it is typed in a shell."""
        return shlex.join(self.shown)

    def run(self, *, captured: bool) -> Ran:
        """Run the command.

        Args:
            captured: keep what it prints to standard output, which is one JSON document.

        Raises:
            WrongUsage: its words are wrong; kept as its document where that is captured.
            FastScaffoldError: it could not do its work; likewise.
            KeyboardInterrupt: the person stopped it.
        """
        arguments = (*self.shown[1:], *self.flags)
        if not captured:
            return Ran(run(arguments))
        with redirect_stdout(StringIO()) as out:
            code = _reported(arguments)
        return Ran(code, cast("Document", json.loads(out.getvalue())))


def steps_of(
    commands: Iterable[Command], project: Path | None, flags: Mapping[str, bool]
) -> list[Step]:
    """Commands as they are typed for a project.

    Args:
        commands: what is to be run.
        project: what ``--project`` says.
        flags: those of ``do`` that are passed on, and whether they are given.
    """
    given = [flag for flag, wanted in flags.items() if wanted]
    return [
        Step(
            each,
            typed(each, project),
            tuple(flag for flag in given if each.writes or flag == "--json"),
        )
        for each in commands
    ]


def typed(command: Command, project: Path | None) -> tuple[str, ...]:
    """A command word by word, for the project that ``--project`` names."""
    name, *rest = command.words
    if project is None or not command.placed:
        return (PROGRAM, *command.words)
    place = [str(project)] if name == "audit" else ["--project", str(project)]
    return (PROGRAM, name, *place, *rest) if name == "audit" else (PROGRAM, name, *rest, *place)


def _reported(arguments: Sequence[str]) -> int:
    try:
        return run(arguments)
    except FastScaffoldError as error:
        return report_error(error, arguments)
    except WrongUsage as error:
        return report_usage(error.message, error.hint, arguments)
