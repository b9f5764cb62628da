"""What hashes passwords as slowly as bcrypt does, and is neither that nor argon2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.passwords.hashers import (
    DERIVED,
    MIN_ITERATIONS,
    REPEATED,
    SLOW,
    SLOW_BY_DEFAULT,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts


def slow_hashes(facts: Facts) -> Iterator[Call]:
    """The calls of it; of what is told how often to repeat, unless that is seldom."""
    yield from facts.calls(*SLOW, *DERIVED)
    for call in facts.calls(SLOW_BY_DEFAULT):
        told = call.argument("method", 1)
        method = "scrypt" if told is None else facts.values.text(told, call.scope)
        if method is not None and method.startswith("scrypt"):
            yield call
    for call in facts.calls(REPEATED):
        iterations = facts.values.fold(call.argument("iterations", 3), call.scope)
        if not isinstance(iterations, int) or iterations >= MIN_ITERATIONS:
            yield call
