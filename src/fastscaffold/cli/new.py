"""``fastscaffold new``."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.answers import Answers, read_answers, split_list
from fastscaffold.cli.completion import complete_capability
from fastscaffold.cli.session import Session
from fastscaffold.errors import Message, UsageError
from fastscaffold.requests import NewProject, VerifyLevel

if TYPE_CHECKING:
    from typing import Literal

PYTHONS = ("3.11", "3.12", "3.13", "3.14")


class Profile(StrEnum):
    """What a project starts with."""

    PRODUCTION = "production"
    MINIMAL = "minimal"


class Database(StrEnum):
    """What a project's ``.env`` starts with."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


def command(
    *,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="The project and its directory.", show_default=False),
    ] = None,
    profile: Annotated[
        Profile | None,
        typer.Option(
            "--profile",
            help="Every capability that runs without an outside service, or none. "
            "[default: production]",
            show_default=False,
        ),
    ] = None,
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="A,B",
            help="Capabilities to have besides the profile's; repeatable.",
            show_default=False,
            autocompletion=complete_capability,
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="A,B",
            help="Capabilities of the profile to leave out; repeatable.",
            show_default=False,
            autocompletion=complete_capability,
        ),
    ] = None,
    database: Annotated[
        Database | None,
        typer.Option(
            "--database",
            help="What .env starts with; the code runs on both. [default: sqlite]",
            show_default=False,
        ),
    ] = None,
    package: Annotated[
        str | None,
        typer.Option(
            "--package",
            metavar="NAME",
            help="The import package. [default: app]",
            show_default=False,
        ),
    ] = None,
    python: Annotated[
        str | None,
        typer.Option(
            "--python",
            metavar="VERSION",
            help="Lowest Python, 3.11 to 3.14. [default: the one that runs this]",
            show_default=False,
        ),
    ] = None,
    dest: Annotated[
        Path | None,
        typer.Option(
            "--dest",
            metavar="DIR",
            help="Where the project's directory is made. [default: here]",
            show_default=False,
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="FILE",
            help="YAML of these flags, with underscores; flags win over it.",
            show_default=False,
        ),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="SRC",
            help="Another copier template than the packaged one.",
            show_default=False,
        ),
    ] = None,
    git: Annotated[
        bool | None,
        typer.Option(
            "--git/--no-git", help="Make it a git repository. [default: git]", show_default=False
        ),
    ] = None,
    install: Annotated[
        bool | None,
        typer.Option(
            "--install/--no-install",
            help="Make its environment, too. [default: no-install]",
            show_default=False,
        ),
    ] = None,
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
    """Create a project.

    On a terminal, what is left out is asked for; --yes takes the defaults.
    """
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
        folded=True,
    )
    given = Answers(
        name=name,
        profile=profile,
        with_=split_list(with_) if with_ else None,
        without=split_list(without) if without else None,
        database=database,
        package=package,
        python=python,
        dest=None if dest is None else str(dest),
        template=template,
        git=git,
        install=install,
    )
    if answers is not None:
        given = given.over(read_answers(answers))
    request = _request(session, given)

    from fastscaffold import pipeline  # noqa: PLC0415 # help and wrong usage need none of it

    return session.finish(pipeline.new_project(request, session.options, session.person))


def default_python() -> str:
    """The version of the interpreter that runs, within what is supported."""
    minor = min(max(sys.version_info.minor, 11), 14)
    return f"3.{minor}"


def _request(session: Session, given: Answers) -> NewProject:
    if session.asks:
        from fastscaffold.cli.new_prompts import ask_project  # noqa: PLC0415

        given = ask_project(given)
    if given.name is None:
        raise session.missing("The project's name", "give NAME")
    return new_request(given.name, given)


def new_request(name: str, given: Answers) -> NewProject:
    """The project that some answers ask for; defaults for what they leave open.

    Raises:
        UsageError: an answer is none of those that there are.
    """
    return NewProject(
        name=name,
        parent=Path(given.dest or "."),
        profile=_profile(given.profile),
        with_capabilities=given.with_ or (),
        without_capabilities=given.without or (),
        database=_database(given.database),
        package=given.package or "app",
        python=_python(given.python),
        template=given.template,
        git=given.git is not False,
        install=given.install is True,
    )


def _profile(text: str | None) -> Literal["production", "minimal"]:
    match text:
        case None | "production":
            return "production"
        case "minimal":
            return "minimal"
        case _:
            raise _bad("profile", text, tuple(Profile))


def _database(text: str | None) -> Literal["sqlite", "postgres"]:
    match text:
        case None | "sqlite":
            return "sqlite"
        case "postgres":
            return "postgres"
        case _:
            raise _bad("database", text, tuple(Database))


def _python(text: str | None) -> str:
    if text is not None and text not in PYTHONS:
        raise _bad("python", text, PYTHONS)
    return text or default_python()


def _bad(flag: str, value: str, known: tuple[str, ...]) -> UsageError:
    return UsageError(
        Message(
            "usage.value",
            f"--{flag} cannot be {value!r}.",
            hint="It can be " + ", ".join(known) + ".",
        )
    )
