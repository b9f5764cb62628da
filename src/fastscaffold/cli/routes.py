"""``fastscaffold routes``."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 # read by typer
from typing import Annotated

import typer

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.session import Session
from fastscaffold.errors import Message, UsageError


def command(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="PATH", help="The same as --project.", show_default=False),
    ] = None,
    *,
    project: options.Project = None,
    json: options.Json = False,
) -> int:
    """List the routes of any FastAPI project: who may call each, and where it stands.

    Nothing of it is imported or run. Who may call a route is what its dependencies ask for;
    middleware is not looked at. Exits with 3 where some file could not be read, since its routes
    are missing then.
    """
    from fastscaffold import queries  # noqa: PLC0415 # help and wrong usage need none of it

    if path is not None and project is not None:
        raise UsageError(
            Message(
                "usage.exclusive",
                "PATH and --project exclude each other.",
                hint="Leave one of them out.",
            )
        )
    return Session(json=json).finish_routes(queries.list_routes(path or project))
