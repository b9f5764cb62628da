"""What Control-C does: it stops a command once, and neither what undoes it nor what is done."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


def stop_once() -> None:
    """Let the first interrupt stop the command; another would stop what takes it back.

    Where interrupts are ignored, as in a job in the background, they still are.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)


def hold() -> None:
    """Let no interrupt stop the command any more: who stops it is told that nothing was changed."""
    if signal.getsignal(signal.SIGINT) is _stop:
        signal.signal(signal.SIGINT, _ignore)


def caused(error: BaseException) -> bool:
    """Whether an error came up while an interrupt was on its way out, as in starting a program."""
    context = error.__context__
    return context is not None and (isinstance(context, KeyboardInterrupt) or caused(context))


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    signal.signal(signal.SIGINT, _ignore)
    raise KeyboardInterrupt


def _ignore(number: int, frame: FrameType | None) -> None:
    """Do nothing; unlike a signal that is ignored, this is not passed on to other programs."""
