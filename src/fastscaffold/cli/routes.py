"""``fastscaffold routes``."""

from __future__ import annotations

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.session import Session


def command(
    *,
    project: options.Project = None,
    json: options.Json = False,
) -> int:
    """List the routes of any FastAPI project: who may call each, and where it stands.

    Nothing of it is imported or run. Who may call a route is what its dependencies ask for;
    middleware is not looked at. Exits with 3 where some file could not be read, since its routes
    are missing then.
    """
    from fastscaffold import pipeline  # noqa: PLC0415 # help and wrong usage need none of it

    return Session(json=json).finish_routes(pipeline.list_routes(project))
