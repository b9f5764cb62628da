"""What a command says when it did not get to its end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.errors import (
    CommitError,
    ExitCode,
    FastScaffoldError,
    Message,
    VerificationError,
)
from fastscaffold.requests import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.requests import Status

_FAILED = (CommitError, VerificationError)
INTERRUPTED = 130


def flagged(arguments: Sequence[str], flag: str) -> bool:
    """Whether a flag was typed; the parser may not have got as far as that."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return flag in options


def report_error(error: FastScaffoldError, arguments: Sequence[str]) -> int:
    """Report an error that a user can do something about; return its exit code."""
    status: Status = "failed" if isinstance(error, _FAILED) else "refused"
    result = Result(status, plan=None, exit_code=error.exit_code, issues=error.messages)
    return _report(result, arguments)


def report_usage(message: str, hint: str | None, arguments: Sequence[str]) -> int:
    """Report a command line that could not be parsed; return the exit code.

    Args:
        message: what is wrong; where there is no hint it is a help text, and printed as it is.
        hint: what would be right.
        arguments: what was typed.
    """
    if hint is None and not flagged(arguments, "--json"):
        sys.stderr.write(f"{message}\n")
        return ExitCode.USAGE
    issue = Message("usage", message, hint=hint)
    return _report(Result("refused", None, exit_code=ExitCode.USAGE, issues=(issue,)), arguments)


def report_interrupt(arguments: Sequence[str]) -> int:
    """Report that the person stopped the command; return the exit code."""
    issue = Message("aborted", "aborted; nothing was changed")
    if flagged(arguments, "--json"):
        return _report(Result("failed", None, exit_code=INTERRUPTED, issues=(issue,)), arguments)
    sys.stderr.write(f"\n{issue.message}\n")
    return INTERRUPTED


def report_crash(error: BaseException, arguments: Sequence[str]) -> int:
    """Report a bug: the traceback goes to a file, its path to the person."""
    summary = " ".join(f"{type(error).__name__}: {error}".split())
    place = _write_report(error, arguments)
    written = "no report could be written" if place is None else f"a report was written to {place}"
    issue = Message("internal", f"internal error: {summary}; {written}")
    result = Result("failed", None, exit_code=ExitCode.INTERNAL, issues=(issue,))
    return _report(result, arguments)


def _report(result: Result, arguments: Sequence[str]) -> int:
    from fastscaffold.cli.session import Session  # noqa: PLC0415 # --help and --version end here not

    session = Session(json=flagged(arguments, "--json"), verbose=flagged(arguments, "--verbose"))
    return session.finish(result)


def _write_report(error: BaseException, arguments: Sequence[str]) -> str | None:
    import platform  # noqa: PLC0415 # for bugs alone
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    lines = [
        f"fastscaffold {__version__}\n",
        f"Python {platform.python_version()} on {platform.platform()}\n",
        f"Command: {' '.join(arguments)!a}\n",
        *_versions(),
        "\n",
        *traceback.format_exception(error),
    ]
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            prefix="fastscaffold-",
            suffix=".txt",
            delete=False,
        ) as file:
            file.writelines(lines)
    except OSError:
        return None
    return file.name


def _versions() -> list[str]:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 # for bugs alone

    found: list[str] = []
    for name in ("copier", "jinja2", "libcst", "pydantic", "ruff", "typer"):
        try:
            found.append(f"{name} {version(name)}\n")
        except PackageNotFoundError:
            found.append(f"{name} is missing\n")
    return found
