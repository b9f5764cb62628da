"""``fastscaffold do``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.terminal import has_terminal
from fastscaffold.errors import Message, UsageError

if TYPE_CHECKING:
    from fastscaffold.cli.do_report import DoReport
    from fastscaffold.cli.do_steps import Step

_LONGEST = 500
_NOT_ASKED = Message(
    "usage.missing",
    "Whether to run it is asked on a terminal only.",
    hint="Give --yes to run it, or type the command.",
)


def command(
    *,
    sentence: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SENTENCE", help="What is to be done, in plain English.", show_default=False
        ),
    ] = None,
    project: options.Project = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the command, run none.")] = False,
    json: options.Json = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Run it without asking; it takes every default.")
    ] = False,
    no_input: options.NoInput = False,
) -> int:
    """Find the command for a plain sentence, show it, and run it.

    It asks before it runs what writes; an audit runs at once. The same sentence always finds the
    same command, without any network. Where it is not certain what is meant, the nearest commands
    are listed and nothing is done.
    """
    asks = not (json or yes or no_input) and has_terminal()
    wanted = _sentence(sentence or [], asks=asks)

    from fastscaffold import queries  # noqa: PLC0415 # help and wrong usage need none of it
    from fastscaffold.cli.do_report import DoReport  # noqa: PLC0415
    from fastscaffold.cli.do_steps import steps_of  # noqa: PLC0415

    answer = queries.find_command(project, wanted)
    report = DoReport(answer, project, json=json, dry_run=dry_run)
    if answer.proposal is None:
        return report.end_unsure()
    report.show()
    if not dry_run:
        flags = _flags(json=json, yes=yes, no_input=no_input)
        for step in steps_of(answer.proposal.commands, project, flags):
            if not _carry_out(step, report, asks=asks, yes=yes):
                break
    return report.end()


def _sentence(words: list[str], *, asks: bool) -> str:
    sentence = " ".join(words).strip()
    if not sentence and asks:
        from fastscaffold.cli.prompts import ask_text  # noqa: PLC0415

        sentence = ask_text("What is to be done?")
    if not sentence:
        raise UsageError(
            Message(
                "usage.missing",
                "A sentence is needed: give SENTENCE.",
                hint='For example: fastscaffold do "audit my project"',
            )
        )
    if len(sentence) > _LONGEST:
        raise UsageError(
            Message(
                "do.too-long",
                f"The sentence has {len(sentence)} characters; {_LONGEST} are read.",
                hint="Say one thing at a time.",
            )
        )
    return sentence


def _flags(*, json: bool, yes: bool, no_input: bool) -> dict[str, bool]:
    return {"--json": json, "--yes": yes, "--no-input": no_input}


def _carry_out(step: Step, report: DoReport, *, asks: bool, yes: bool) -> bool:
    """Run one command, if that is wanted; tell whether to go on with the next."""
    if step.command.writes and not yes:
        if not asks:
            report.refuse(_NOT_ASKED)
            return False
        from fastscaffold.cli.prompts import ask_confirmation  # noqa: PLC0415

        if not ask_confirmation(report.question(step)):
            report.decline()
            return False
    report.ran(step, step.run(captured=report.json))
    return True
