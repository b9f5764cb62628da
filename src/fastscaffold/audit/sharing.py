"""Shares the rules of a large project with another process, where a second core has nothing to do.

The other process is a copy of this one and knows all that has been read and gathered by then. Where
there is none, or it dies, all rules are looked at here, with the same findings.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.rules import Rule

# A project of fewer modules is audited before a second process would pay.
WORTH_SHARING = 60
# Rules of these topics ask for the same facts, and take as long as all others together.
_HANDED_OVER = frozenset({"configuration", "security"})


def findings(facts: Facts, rules: Sequence[Rule]) -> list[Finding]:
    """What some rules find, in their order."""
    handed_over = [each for each in rules if each.topic in _HANDED_OVER]
    own = [each for each in rules if each.topic not in _HANDED_OVER]
    if not (own and handed_over and len(facts.modules) >= WORTH_SHARING and _can_fork()):
        return _look(facts, rules)
    # Both processes would ask for it.
    _ = facts.served
    with _in_a_copy(facts, handed_over) as answer:
        found = _look(facts, own)
        others = _answered(answer)
    found += _look(facts, handed_over) if others is None else others
    places = {each.id: place for place, each in enumerate(rules)}
    return sorted(found, key=lambda each: places[each.rule])


def _look(facts: Facts, rules: Sequence[Rule]) -> list[Finding]:
    return [found for each in rules for found in each.findings(facts)]


def _can_fork() -> bool:
    """Whether the system can, other threads would not be lost by it, and a core is left for it."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    return hasattr(os, "fork") and threading.active_count() == 1 and cores > 1


@contextmanager
def _in_a_copy(facts: Facts, rules: Sequence[Rule]) -> Generator[BinaryIO, None, None]:
    """Have a copy of this process look at some rules; it ends when this one needs it no longer."""
    reading, answering = os.pipe()
    copy = os.fork()
    if copy == 0:
        os.close(reading)
        _answer(facts, rules, answering)
    os.close(answering)
    try:
        with os.fdopen(reading, "rb") as answer:
            yield answer
    finally:
        with suppress(ProcessLookupError):
            os.kill(copy, signal.SIGKILL)
        os.waitpid(copy, 0)


def _answer(facts: Facts, rules: Sequence[Rule], answering: int) -> None:
    """Look at some rules, say what they find, and end without what a command does at its end."""
    code = 1
    try:
        # What interrupts the command ends it, and it ends its copy.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with os.fdopen(answering, "wb") as answer:
            pickle.dump(_look(facts, rules), answer)
        code = 0
    finally:
        os._exit(code)


def _answered(answer: BinaryIO) -> list[Finding] | None:
    """What the copy found; None where it died."""
    try:
        # It comes from our own code, through a pipe that nobody else has.
        return cast("list[Finding]", pickle.load(answer))  # noqa: S301
    except (OSError, EOFError, pickle.PickleError):
        return None
