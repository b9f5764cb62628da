"""Measures work without a clock: a busy machine makes no test fail."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

# Far above what anything here takes, and far below what an exponential algorithm would.
SECONDS_OF_PROCESSOR = 30


def calls(function: Callable[[], object]) -> int:
    """How many functions are called, in Python or in C, while one runs."""
    count = 0

    def see(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def bounded_effort() -> Iterator[None]:
    """Fail where a block takes more time of the processor than any honest algorithm would."""

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"It took {SECONDS_OF_PROCESSOR} s of the processor.")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_OF_PROCESSOR)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
