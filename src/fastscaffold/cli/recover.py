"""``fastscaffold recover``."""

from __future__ import annotations

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.session import Session


def command(
    *,
    project: options.Project = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Finish, or undo, a run that was interrupted.

    Every command does so first; this one does nothing else.
    """
    from fastscaffold import pipeline  # noqa: PLC0415 # help and wrong usage need none of it

    return Session(json=json, quiet=quiet, verbose=verbose).finish(pipeline.recover(project))
