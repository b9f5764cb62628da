"""Routes that log in, though neither their paths nor what they take says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.password_checks import PasswordChecks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route

_LOGS_IN = re.compile(r"(?i)log_?in|sign_?in|authenticat")
_TAKES = frozenset({"PATCH", "POST", "PUT"})


def logging_in(facts: Facts) -> Iterator[Route]:
    """Those that run something named after logging in, and with it what checks a password."""
    checks = PasswordChecks(facts)
    for route in facts.routes:
        if not set(route.methods) & _TAKES:
            continue
        run = facts.callers.reached([route.function])
        named = any(_LOGS_IN.search(each.name) for each in run)
        if named and any(
            checks.verifies(call.node, function) for function in run for call in function.calls
        ):
            yield route
