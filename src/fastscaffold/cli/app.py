"""The command line as a whole. A command's module is imported when the command is named."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Protocol, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from fastscaffold import __version__
from fastscaffold.cli.catalogue import CALLED, COMMANDS, TAKING_BACK

PROGRAM = "fastscaffold"

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    class Formatter(Protocol):
        """What is used of typer's help formatter."""

        def section(self, name: str) -> AbstractContextManager[None]:
            """Indent what is written under a heading."""
            ...

        def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
            """Write a definition list."""
            ...


class WrongUsage(Exception):  # noqa: N818 # what it is, not how it is carried
    """The command line could not be parsed.

    Attributes:
        message: what is wrong.
        hint: what would be right; None where ``message`` is a help text.
    """

    def __init__(self, message: str, hint: str | None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class LazyGroup(TyperGroup):
    """A group that knows its commands' names and summaries, and imports a command when it runs."""

    def list_commands(self, ctx: object) -> list[str]:
        """Names, in the order of the help."""
        del ctx
        return list(COMMANDS)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 # typer's own
        """Find the command that is to be run.

        Raises:
            WrongUsage: there is none of that name, and a command is to be run, not completed.
        """
        name, *rest = args
        if name not in COMMANDS and not ctx.resilient_parsing:
            raise WrongUsage(f"There is no command {name!r}.", _nearest(name, rest))
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:
        """Import and build one command; None where there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"fastscaffold.cli.{COMMANDS[cmd_name].module}")
        single = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        single.command(name=cmd_name, epilog=COMMANDS[cmd_name].example)(module.command)
        return cast("TyperCommand", get_command(single))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 # typer's own
        """Parse the group's options, if one was typed."""
        if args and not args[0].startswith("-"):
            # typer would convert their defaults by pydantic, which costs more than all the rest.
            self.params = []
            self.add_help_option = False
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: object, formatter: Formatter) -> None:
        """Write names and summaries without importing any command."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


# typer turns KeyboardInterrupt into this.
_INTERRUPTED = 130

app = typer.Typer(
    name=PROGRAM,
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    no_args_is_help=True,
    # Commands take it from here.
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with: fastscaffold new api",
)


def _show_version(value: bool) -> None:  # noqa: FBT001 # the form of a typer callback
    if value:
        typer.echo(f"fastscaffold {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Create production-grade FastAPI projects and grow them, feature by feature."""


def run(arguments: Sequence[str]) -> int:
    """Run the command that some arguments name.

    Returns:
        The exit code.

    Raises:
        WrongUsage: the arguments are wrong.
        FastScaffoldError: the command could not do its work.
        KeyboardInterrupt: the person stopped it.
    """
    try:
        code: object = app(args=list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except typer.TyperException as error:
        raise _wrong_usage(error) from error
    if code == _INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _wrong_usage(error: typer.TyperException) -> WrongUsage:
    describe = getattr(error, "format_message", None)
    message = str(error) if describe is None else str(describe())
    # What pydantic, which typer converts values with, says before its own words.
    message = message.replace(": Value error, ", ": ")
    context = getattr(error, "ctx", None)
    if context is None or message.startswith("Usage:"):
        return WrongUsage(message, None)
    from fastscaffold.cli.slips import meant  # noqa: PLC0415 # for slips alone

    hint = meant(context.info_name, message)
    usage = f"{context.get_usage()}\nTry: {context.command_path} --help"
    return WrongUsage(message, usage if hint is None else f"{hint}\n{usage}")


def _nearest(name: str, rest: Sequence[str]) -> str:
    """Say which command may be meant: by another word for it, or by a slip.

    Args:
        name: what was typed in the place of a command.
        rest: what was typed behind it.
    """
    if name.casefold() in TAKING_BACK:
        return (
            f"`{PROGRAM} remove-feature NAME` takes a feature out again; git takes back all else.\n"
            f"A run that was interrupted: {PROGRAM} recover"
        )
    meant = next((each for each, words in CALLED.items() if name.casefold() in words), None)
    near = [meant] if meant else get_close_matches(name, COMMANDS, n=1)
    if near:
        from fastscaffold.cli.slips import stays  # noqa: PLC0415 # for slips alone

        lasting = stays(rest) if near[0] == "remove-feature" else ""
        return f"Did you mean {near[0]!r}?{lasting}"
    return f'Try: {PROGRAM} --help, or say what you want: {PROGRAM} do "…"'
