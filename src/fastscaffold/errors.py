"""What can go wrong, in one tree. Each error says which exit code it ends a command with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command; part of the command contract."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    PENDING = 3
    CONFLICT = 4
    PROJECT = 5
    VERIFICATION = 6


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line that a message is about, or what of a long one stands around the place.

    Attributes:
        text: as it is written, whatever characters that may be.
        start: offset of the place in ``text``.
        length: how many characters the message is about, at least one; the last of them may stand
            behind the end of the line.
    """

    text: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Message:
    """An issue, a warning or a notice.

    Attributes:
        code: stable and dotted, such as ``spec.unknown-type``.
        message: one sentence on what is wrong.
        path: the file it is about, relative to the project with forward slashes where possible.
        line: 1-based.
        column: 1-based.
        hint: what would be right; may be several lines, such as the code to paste.
        excerpt: the line that it is about, where that is known.
    """

    code: str
    message: str
    path: str | None = None
    line: int | None = None
    column: int | None = None
    hint: str | None = None
    excerpt: Excerpt | None = None

    @property
    def location(self) -> str | None:
        """``path:line:column``, as far as it is known."""
        if self.path is None:
            return None
        parts = (self.path, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)


class FastScaffoldError(Exception):
    """Base of all errors that a user can cause or must hear about."""

    exit_code: ExitCode = ExitCode.INTERNAL

    def __init__(self, *messages: Message) -> None:
        super().__init__("; ".join(message.message for message in messages))
        self.messages = messages


class UsageError(FastScaffoldError):
    """The command line itself is wrong."""

    exit_code = ExitCode.USAGE


class SpecError(FastScaffoldError):
    """A spec, inline or YAML, is invalid; carries every error that was found in it."""

    exit_code = ExitCode.USAGE


class ProjectError(FastScaffoldError):
    """Not a project, or not one that can be changed now."""

    exit_code = ExitCode.PROJECT


class ConflictError(FastScaffoldError):
    """A file that the user owns stands in the way."""

    exit_code = ExitCode.CONFLICT


class EditRefusedError(FastScaffoldError):
    """An edit could not be placed; the hint holds the exact lines to paste."""

    exit_code = ExitCode.CONFLICT


class VerificationError(FastScaffoldError):
    """What was planned, or written, does not pass its checks; nothing is left changed."""

    exit_code = ExitCode.VERIFICATION


class CommitError(FastScaffoldError):
    """The disk refused a write (full, read-only, forbidden); everything was rolled back."""

    exit_code = ExitCode.PROJECT
