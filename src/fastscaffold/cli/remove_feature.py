"""``fastscaffold remove-feature``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.session import Session
from fastscaffold.errors import Message, ProjectError
from fastscaffold.requests import VerifyLevel

if TYPE_CHECKING:
    from pathlib import Path


def command(
    *,
    names: options.ExistingFeatures = None,
    project: options.Project = None,
    dry_run: options.DryRun = False,
    json: options.Json = False,
    yes: options.Yes = False,
    no_input: options.NoInput = False,
    on_conflict: options.OnConflict = None,
    verify: options.Verify = VerifyLevel.STATIC,
    allow_dirty: options.AllowDirty = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Take features out again, and keep what you have changed."""
    session = Session(
        json=json,
        yes=yes,
        no_input=no_input,
        quiet=quiet,
        verbose=verbose,
        dry_run=dry_run,
        on_conflict=on_conflict,
        verify=verify,
        allow_dirty=allow_dirty,
    )
    if not names and not session.asks:
        raise session.missing("A feature", "give NAME")

    from fastscaffold import pipeline  # noqa: PLC0415 # help and wrong usage need none of it

    return session.finish(
        pipeline.remove_features(project, names or [_ask(project)], session.options, session.person)
    )


def _ask(project: Path | None) -> str:
    from fastscaffold import queries  # noqa: PLC0415
    from fastscaffold.cli.prompts import Choice, ask_one  # noqa: PLC0415

    rows = queries.list_project(project).features
    if not rows:
        raise ProjectError(Message("project.empty", "The project has no features."))
    return ask_one("Which is to go?", [Choice(row.name, row.path) for row in rows])
