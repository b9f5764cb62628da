"""The console entry: runs a command and turns whatever happens into a report and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from fastscaffold import interrupts

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a command needs is imported inside the guard, so that even a broken installation reports.
# ruff: noqa: PLC0415


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: what stands after the program's name; default: those of the process.

    Returns:
        The exit code.
    """
    typed = sys.argv[1:] if arguments is None else list(arguments)
    _set_up_streams()
    try:
        if arguments is None:
            _settle(typed)
        return _run(typed)
    except KeyboardInterrupt:
        return _report_interrupt(typed)
    except Exception as error:  # noqa: BLE001 # a bug; its report goes to a file
        if interrupts.caused(error):
            return _report_interrupt(typed)
        return _report_crash(error, typed)
    finally:
        if arguments is None:
            # What the process leaves behind goes with it: the interpreter need not sort it out.
            gc.freeze()


def _run(arguments: Sequence[str]) -> int:
    from fastscaffold.cli.app import WrongUsage, run
    from fastscaffold.errors import FastScaffoldError

    try:
        return run(arguments)
    except FastScaffoldError as error:
        from fastscaffold.cli.failures import report_error

        return report_error(error, arguments)
    except WrongUsage as error:
        from fastscaffold.cli.failures import report_usage

        return report_usage(error.message, error.hint, arguments)


def _settle(arguments: list[str]) -> None:
    """Settle what only a process of our own may decide, before anything heavy is imported."""
    interrupts.stop_once()
    # A command is over before collecting garbage would pay.
    gc.disable()
    # Plugins of pydantic's are looked for in every distribution there is; none is meant for us.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if {"new", "add", "add-feature", "remove-feature"}.isdisjoint(arguments[:1]):
        return
    from fastscaffold.edits import child

    child.start()


def _report_interrupt(arguments: Sequence[str]) -> int:
    from fastscaffold.cli.failures import report_interrupt

    return report_interrupt(arguments)


def _report_crash(error: Exception, arguments: Sequence[str]) -> int:
    try:
        from fastscaffold.cli.failures import report_crash

        return report_crash(error, arguments)
    except Exception:  # noqa: BLE001 # reports need typer, and that may be what is broken
        sys.stderr.write(f"error: internal error: {error!r}; no report could be written\n")
        return 1


def _set_up_streams() -> None:
    """Keep a stream that is closed, or that cannot encode a name, from ending a command."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # It takes the stream's descriptor, which the next file to be opened would have got.
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
