"""``fastscaffold schema``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How a schema can be printed."""

    JSON = "json"


def command(
    *,
    format: Annotated[  # noqa: A002 # the name of the flag
        Format, typer.Option("--format", help="How it is printed.")
    ] = Format.JSON,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> int:
    """Print the JSON Schema of a spec file.

    Editors that are given it complete and check specs.
    """
    del format, json  # there is but one format
    from fastscaffold import pipeline  # noqa: PLC0415 # help and wrong usage need none of it

    typer.echo(pipeline.spec_schema().rstrip("\n"))
    return 0
