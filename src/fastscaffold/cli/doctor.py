"""``fastscaffold doctor``."""

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
    """Say what is wrong with a project, and what has drifted.

    Exits with 4 where something would keep the next command from doing its work, such as two
    migration heads. Files that you have changed are no error: they are warnings, and it exits
    with 0.
    """
    from fastscaffold import queries  # noqa: PLC0415 # help and wrong usage need none of it

    session = Session(json=json, quiet=quiet, verbose=verbose)
    return session.finish_diagnosis(queries.diagnose(project))
