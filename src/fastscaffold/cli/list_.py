"""``fastscaffold list``."""

from __future__ import annotations

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.session import Session


def command(
    *,
    project: options.Project = None,
    json: options.Json = False,
) -> int:
    """List a project's features and capabilities."""
    from fastscaffold import queries  # noqa: PLC0415 # help and wrong usage need none of it

    return Session(json=json).finish_listing(queries.list_project(project))
