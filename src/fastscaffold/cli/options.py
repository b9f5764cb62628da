"""The flags that commands share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fastscaffold.cli.completion import complete_addition, complete_feature
from fastscaffold.errors import Message, UsageError
from fastscaffold.requests import ConflictPolicy, VerifyLevel


def exclusive(form: str) -> UsageError:
    """The error of who asks for JSON and for another form as well."""
    return UsageError(
        Message(
            "usage.exclusive",
            f"--json and --format {form} exclude each other.",
            hint="Leave one of them out.",
        )
    )


Project = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="The project. Default: the nearest at or above the working directory.",
        show_default=False,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show the plan and its diff; write and run nothing.")
]
Check = Annotated[
    bool, typer.Option("--check", help="Like --dry-run, and exit 3 where changes are pending.")
]
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else there.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Take every default without asking.")]
NoInput = Annotated[
    bool,
    typer.Option("--no-input", help="Never ask: what is missing is an error."),
]
OnConflict = Annotated[
    ConflictPolicy | None,
    typer.Option(
        "--on-conflict",
        help="What becomes of a file that you have changed. Default: ask, without a terminal fail.",
        show_default=False,
    ),
]
Verify = Annotated[
    VerifyLevel,
    typer.Option("--verify", help="How much is checked before a change is kept."),
]
AllowDirty = Annotated[
    bool,
    typer.Option("--allow-dirty", help="Go on though a file to change has uncommitted changes."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print errors and warnings only.")]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", help="Print message codes, and diffs of records and removed files."),
]

NewFeature = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help="The feature, plural: orders.", show_default=False),
]
ExistingFeatures = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAME",
        help="Features of the project.",
        show_default=False,
        autocompletion=complete_feature,
    ),
]
Capabilities = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="CAPABILITY...",
        help="Capabilities to add, or `tests` and the features that are to get some.",
        show_default=False,
        autocompletion=complete_addition,
    ),
]
