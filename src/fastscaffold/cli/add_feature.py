"""``fastscaffold add-feature``."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 # read by typer
from typing import Annotated

import typer

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.completion import complete_field
from fastscaffold.cli.session import Session
from fastscaffold.errors import FastScaffoldError, Message, SpecError, UsageError
from fastscaffold.requests import AddFeature, VerifyLevel


def command(
    *,
    name: options.NewFeature = None,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--fields",
            metavar="TEXT",
            help="Fields as name:type(args)?=default:modifier, separated by blanks; repeatable.",
            show_default=False,
            autocompletion=complete_field,
        ),
    ] = None,
    spec: Annotated[
        Path | None,
        typer.Option(
            "--spec",
            metavar="FILE",
            help="A spec in YAML, or - for stdin. Without NAME, all features of the file.",
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
    """Add a feature: its API, its table, its migration and its tests.

    On a terminal, what is left out is asked for, field by field.
    """
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
    request = _request(session, name, tuple(fields or ()), spec)

    from fastscaffold import pipeline  # noqa: PLC0415 # help and wrong usage need none of it

    if request is None:
        return _ask(session, project, name)
    return session.finish(pipeline.add_features(project, request, session.options, session.person))


def _ask(session: Session, project: Path | None, name: str | None) -> int:
    from fastscaffold import pipeline  # noqa: PLC0415
    from fastscaffold.cli.wizard import Wizard  # noqa: PLC0415

    wizard = Wizard(project, name, session.report)
    while True:
        request = wizard.ask()
        try:
            result = pipeline.add_features(project, request, session.options, session.person)
        except SpecError as error:
            # What was answered is not lost: the spec is shown again, to be mended.
            session.report.messages(error.messages)
        except FastScaffoldError:
            wizard.tell_command()
            raise
        else:
            code = session.finish(result)
            wizard.tell_command()
            return code


def _request(
    session: Session, name: str | None, fields: tuple[str, ...], spec: Path | None
) -> AddFeature | None:
    """What the flags ask for; None where a person is to be asked."""
    if spec is not None and fields:
        raise UsageError(
            Message(
                "usage.exclusive",
                "--fields and --spec exclude each other.",
                hint="Write the fields into the file.",
            )
        )
    if spec is not None:
        from fastscaffold.cli.inputs import read_spec  # noqa: PLC0415

        content, source = read_spec(spec)
        return AddFeature(name=name, spec_text=content, spec_source=source)
    if fields:
        if name is None:
            raise session.missing("The feature's name", "give NAME before --fields")
        return AddFeature(name=name, fields=fields)
    if not session.asks:
        wanted = "NAME and --fields, or --spec" if name is None else "--fields or --spec"
        raise session.missing("A spec", f"give {wanted}")
    return None
