"""Applies edits in a child process, which loads the parser while the command does other things.

The parser takes as long to import as all the rest of a small command; a second core has it ready
by the time it is needed. Where there is no child the edit is applied here, with the same result.
"""

from __future__ import annotations

import os
import pickle
import signal
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

from fastscaffold.edits.series import apply_series

if TYPE_CHECKING:
    from fastscaffold.edits.base import Edit, Outcome
    from fastscaffold.edits.series import Applied

    # No edit: the file is only parsed. A tuple: all of them are made.
    _Request: TypeAlias = tuple[Edit | tuple[Edit, ...] | None, bytes, bool]

# What any user may ask Linux for.
_PIPE_BYTES = 1 << 20


@dataclass(slots=True)
class _Child:
    requests: BinaryIO
    answers: BinaryIO


_children: list[_Child] = []


def start() -> None:
    """Start the child, where the system can fork; to be called before there are threads."""
    if _children or not hasattr(os, "fork"):
        return
    reading, answering = os.pipe()
    asked, asking = os.pipe()
    _enlarge(asking)
    if os.fork() == 0:
        os.close(asking)
        os.close(reading)
        _serve(asked, answering)
    os.close(asked)
    os.close(answering)
    _children.append(_Child(os.fdopen(asking, "wb"), os.fdopen(reading, "rb")))


def expect(source: bytes) -> None:
    """Have the child parse a file that an edit is going to be applied to."""
    if _children:
        _send(None, source, revert=False)


def apply(edit: Edit, source: bytes, *, revert: bool = False) -> Outcome:
    """Apply an edit or its inverse, in the child where there is one."""
    if _children:
        _send(edit, source, revert=revert)
        with suppress(_LostError):
            return cast("Outcome", _answered())
    return edit.revert(source) if revert else edit.apply(source)


# What was generated a moment ago is edited twice: in its place, and where it is remembered.
@lru_cache(maxsize=2)
def apply_all(edits: tuple[Edit, ...], source: bytes) -> Applied:
    """Apply several edits of one file, in the child where there is one."""
    if _children:
        _send(edits, source, revert=False)
        with suppress(_LostError):
            return cast("Applied", _answered())
    return apply_series(edits, source)


class _LostError(Exception):
    """The child has died."""


def _answered() -> object:
    try:
        # It comes from our own code, through a pipe that nobody else has.
        return pickle.load(_children[0].answers)  # noqa: S301
    except (OSError, EOFError, pickle.PickleError) as error:
        _children.clear()
        raise _LostError from error


def _enlarge(pipe: int) -> None:
    """Let a large file be sent at once, though the child reads nothing until it has loaded."""
    from fcntl import fcntl  # noqa: PLC0415 # where there is fork there is this

    with suppress(ImportError, OSError):
        from fcntl import F_SETPIPE_SZ  # noqa: PLC0415 # Linux only

        fcntl(pipe, F_SETPIPE_SZ, _PIPE_BYTES)


def _send(edit: Edit | tuple[Edit, ...] | None, source: bytes, *, revert: bool) -> None:
    requests = _children[0].requests
    # One that has died is found out where its answer is read.
    with suppress(OSError):
        pickle.dump((edit, source, revert), requests)
        requests.flush()


def _serve(asked: int, answering: int) -> None:
    code = 1
    try:
        # A key that interrupts the command is none of the child's business, and whoever waits
        # for the end of the command's output must not have to wait for the child's.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        _answer(os.fdopen(asked, "rb"), os.fdopen(answering, "wb"))
        code = 0
    finally:
        # No handler of the command's may run in its copy.
        os._exit(code)


def _answer(requests: BinaryIO, answers: BinaryIO) -> None:
    from fastscaffold.edits.python import routers  # noqa: PLC0415 # what takes so long

    while True:
        try:
            request = pickle.load(requests)  # noqa: S301
        except EOFError:
            return
        edit, source, revert = cast("_Request", request)
        if edit is None:
            routers.prepare(source)
            continue
        answer: Outcome | Applied
        if isinstance(edit, tuple):
            answer = apply_series(edit, source)
        else:
            answer = edit.revert(source) if revert else edit.apply(source)
        pickle.dump(answer, answers)
        answers.flush()
