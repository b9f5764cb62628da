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
    from fastscaffold.verify.loader import checks  # noqa: PLC0415 # imports every check

    return tuple(message for check in checks() for message in check.run(context))
