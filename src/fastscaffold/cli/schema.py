"""``fastscaffold schema``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from fastscaffold.cli.options import exclusive


class Format(StrEnum):
    """How a schema can be printed."""

    JSON = "json"
    MARKDOWN = "markdown"


def command(
    *,
    format: Annotated[  # noqa: A002 # the name of the flag
        Format, typer.Option("--format", help="How it is printed.")
    ] = Format.JSON,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> int:
    """Print the JSON Schema of a spec file.

    Editors that are given it complete and check specs. As Markdown it is the reference of the
    language.
    """
    if json and format is not Format.JSON:
        raise exclusive(format)
    from fastscaffold import queries  # noqa: PLC0415 # help and wrong usage need none of it

    markdown = format is Format.MARKDOWN
    text = queries.spec_reference() if markdown else queries.spec_schema()
    typer.echo(text.rstrip("\n"))
    return 0
