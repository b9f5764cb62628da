"""Edits of files that belong to the user: exact, repeatable, reversible, or refused."""

from __future__ import annotations

from fastscaffold.edits.base import Changed, Edit, Outcome, Refused, Unchanged
from fastscaffold.edits.include_router import (
    IncludeRouters,
    RouterRef,
    find_apps,
    is_registered,
    registered_routers,
)
from fastscaffold.edits.loader import edits

__all__ = [
    "Changed",
    "Edit",
    "IncludeRouters",
    "Outcome",
    "Refused",
    "RouterRef",
    "Unchanged",
    "edits",
    "find_apps",
    "is_registered",
    "registered_routers",
]
