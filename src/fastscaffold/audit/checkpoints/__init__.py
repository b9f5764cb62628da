"""The ten points of the security checklist, one module each, with one function ``judge``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement

CHECKPOINTS = (
    "jwt_secret",
    "token_expiry",
    "password_hash",
    "cors",
    "rate_limit_auth",
    "https",
    "security_headers",
    "input_validation",
    "sql_injection",
    "dep_scanning",
)


def judge_all(facts: Facts) -> dict[str, Judgement]:
    """Judge a project by each checkpoint."""
    return {name: import_module(f"{__name__}.{name}").judge(facts) for name in CHECKPOINTS}
