"""``fastscaffold add``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.answers import split_list
from fastscaffold.cli.session import Session
from fastscaffold.cli.terminal import visible
from fastscaffold.errors import Message, UsageError
from fastscaffold.requests import VerifyLevel

if TYPE_CHECKING:
    from pathlib import Path

_AUTH = "auth"
_FEATURE = "feature"
_TESTS = "tests"


def command(
    *,
    names: options.Capabilities = None,
    show: Annotated[
        bool, typer.Option("--list", help="List the capabilities, and which of them are in.")
    ] = False,
    protect: Annotated[
        bool | None,
        typer.Option(
            "--protect-features/--no-protect-features",
            help="With auth: close the endpoints of features that are there.",
            show_default=False,
        ),
    ] = None,
    project: options.Project = None,
    dry_run: options.DryRun = False,
    check: options.Check = False,
    json: options.Json = False,
    yes: options.Yes = False,
    no_input: options.NoInput = False,
    on_conflict: options.OnConflict = None,
    verify: options.Verify = VerifyLevel.STATIC,
    allow_dirty: options.AllowDirty = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Add capabilities to a project, or tests to its features."""
    session = Session(
        json=json,
        yes=yes,
        no_input=no_input,
        quiet=quiet,
        verbose=verbose,
        dry_run=dry_run,
        check=check,
        on_conflict=on_conflict,
        verify=verify,
        allow_dirty=allow_dirty,
    )
    wanted = split_list(names or ())
    _refuse(wanted, show=show, protect=protect)

    from fastscaffold import pipeline, queries  # noqa: PLC0415 # help and wrong usage need none of it

    if wanted[:1] == (_TESTS,):
        features = wanted[1:] or _ask_features(session, project)
        return session.finish(
            pipeline.add_tests(project, features, session.options, session.person)
        )
    if show:
        return session.finish_listing(queries.list_capabilities(project), features=False)
    chosen = wanted or _ask(session, project)
    if protect is None:
        protect = _ask_to_protect(session, project, chosen)
    return session.finish(
        pipeline.add_capabilities(project, chosen, session.options, session.person, protect=protect)
    )


def _refuse(wanted: tuple[str, ...], *, show: bool, protect: bool | None) -> None:
    if show and wanted:
        raise UsageError(Message("usage.exclusive", "--list takes no capabilities."))
    if wanted[:1] == (_FEATURE,):
        name = " ".join(["add-feature", *wanted[1:2]])
        raise UsageError(
            Message(
                "usage.command",
                "A feature is added by another command.",
                hint=f"Did you mean `fastscaffold {name}`?",
            )
        )
    if wanted[:1] == (_TESTS,):
        if protect is not None:
            raise UsageError(
                Message("usage.exclusive", "--protect-features is for `add auth`, not for tests.")
            )
    elif _TESTS in wanted:
        raise UsageError(
            Message(
                "usage.order",
                "Tests are for features, not for capabilities.",
                hint="Write `fastscaffold add tests FEATURE`, apart from capabilities.",
            )
        )


def _ask_features(session: Session, project: Path | None) -> tuple[str, ...]:
    """Ask which features are to get tests; where nobody is asked, none is named."""
    if not session.asks:
        return ()

    from fastscaffold import queries  # noqa: PLC0415
    from fastscaffold.cli.prompts import Choice, ask_some  # noqa: PLC0415

    names = queries.untested_features(project)
    if not names:
        return ()
    chosen = ask_some("Which features are to get tests?", [Choice(name, "") for name in names])
    if not chosen:
        raise UsageError(Message("usage.missing", "No feature was chosen."))
    return chosen


def _ask(session: Session, project: Path | None) -> tuple[str, ...]:
    if not session.asks:
        raise session.missing("A capability", "give CAPABILITY, or --list to see them")

    from fastscaffold import queries  # noqa: PLC0415
    from fastscaffold.cli.prompts import Choice, ask_some  # noqa: PLC0415

    rows = [row for row in queries.list_capabilities(project).capabilities if not row.installed]
    chosen = ask_some("Which are to be added?", [Choice(row.name, row.summary) for row in rows])
    if not chosen:
        raise UsageError(Message("usage.missing", "No capability was chosen."))
    return chosen


def _ask_to_protect(session: Session, project: Path | None, chosen: tuple[str, ...]) -> bool:
    """Ask where users come to features that everybody may call; nobody is there: they may still."""
    if _AUTH not in chosen or not session.asks:
        return False

    from fastscaffold import queries  # noqa: PLC0415
    from fastscaffold.cli.prompts import ask_confirmation  # noqa: PLC0415

    features = [row.name for row in queries.list_project(project).features]
    if not features:
        return False
    message = f"Are {', '.join(map(visible, features))} to be for those who are logged in?"
    return ask_confirmation(message, default=False)
