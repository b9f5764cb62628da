"""Proves a plan before it is carried out, and a project's tests afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.verify.base import Check, Context
from fastscaffold.verify.project_tests import run_tests

if TYPE_CHECKING:
    from fastscaffold.errors import Message

__all__ = ["Check", "Context", "run_tests", "verify_static"]


def verify_static(context: Context) -> tuple[Message, ...]:
    """Run every check.

    Args:
        context: the plan.

    Returns:
        What is wrong; nothing where the plan may be carried out.
    """
    # Both loaded here: the first is of use here only, the other imports every check.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    from fastscaffold.verify.loader import checks  # noqa: PLC0415

    found = checks()
    waiting = [check for check in found if check.waits]
    with ThreadPoolExecutor(len(waiting)) as pool:
        started = {check.name: pool.submit(check.run, context) for check in waiting}
        results = {check.name: check.run(context) for check in found if not check.waits}
        results |= {name: future.result() for name, future in started.items()}
    return tuple(message for check in found for message in results[check.name])
