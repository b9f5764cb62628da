"""Audits remember what they found out of a project to the end of a command; tests go on."""

from __future__ import annotations

import sys


def forget_audited() -> None:
    """Let go of all that audits of this process remember of projects."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("fastscaffold.audit."):
            for value in tuple(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
