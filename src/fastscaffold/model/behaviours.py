"""What rows do beyond their fields: the columns that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.model.reserved import DELETED_COLUMN, DELETION_COLUMN, VERSION_COLUMN

if TYPE_CHECKING:
    from fastscaffold.model.members import Members


def claim_columns(members: Members) -> None:
    """Claim the names of the columns that behaviours bring."""
    behaviours = members.spec.behaviours
    if behaviours.soft_delete:
        for name in (DELETED_COLUMN, DELETION_COLUMN):
            _claim(members, name, "behaviours: {soft_delete: true}")
    if behaviours.optimistic_lock:
        _claim(members, VERSION_COLUMN, "behaviours: {optimistic_lock: true}")


def _claim(members: Members, name: str, given: str) -> None:
    members.taken[name] = given
    members.take_column(name, name, given, ())
