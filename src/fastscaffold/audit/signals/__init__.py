"""The eight signals of the health check, one module each, with one function ``judge``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement

SIGNALS = (
    "type_safety",
    "error_handling",
    "auth",
    "testing",
    "database",
    "observability",
    "deployment",
    "documentation",
)


def judge_all(facts: Facts) -> dict[str, Judgement]:
    """Judge a project by each signal."""
    return {name: import_module(f"{__name__}.{name}").judge(facts) for name in SIGNALS}
