"""Rows that belong to users: what a feature of them has, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fastscaffold.model.ends import Relation, Target
from fastscaffold.model.reserved import OWNER_COLUMN
from fastscaffold.model.resource import Names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.model.members import Members
    from fastscaffold.spec.models import FeatureSpec

OWNER = "owner"

# The capability ``auth`` brings the feature.
USERS = Target(
    Names("users", "user", "User", "users", "/users", label="user", label_plural="users"), "uuid"
)
_COLUMN = Relation(
    name="owner",
    field=OWNER_COLUMN,
    target=USERS,
    on_delete="cascade",
    immutable=True,
    filter=False,
    read_only=True,
)
_WRITES: tuple[Literal["create", "bulk_create", "update"], ...] = (
    "create",
    "bulk_create",
    "update",
)


def owner_of(members: Members) -> Relation | None:
    """Give the relation to the owner, and claim its name; None where rows belong to nobody."""
    if not members.spec.behaviours.ownership:
        return None
    behaviour = "behaviours: {ownership: true}"
    members.take(_COLUMN.field, behaviour, ())
    members.take_column(_COLUMN.field, _COLUMN.field, behaviour, ())
    return _COLUMN


def is_private(spec: FeatureSpec) -> bool:
    """Tell whether users may get only those rows that are their own."""
    return spec.behaviours.ownership and spec.api.permissions.get("get", OWNER) == OWNER


def check_logins(members: Members, relations: Sequence[Relation]) -> None:
    """Add an error where an endpoint has to know its caller and is for everybody."""
    hint = "Let it be authenticated, or leave it out."
    for operation in _WRITES:
        path = (members.spec.name, "api", "permissions", operation)
        if members.spec.api.permissions.get(operation) != "public":
            continue
        if operation != "update" and members.spec.behaviours.ownership:
            message = (
                f"Rows belong to those who create them, so `{operation}` is not for everybody."
            )
            members.problems.at_value(path, "spec.needs-login", message, hint)
        private = [item.name for item in relations if item.target.private]
        if private:
            message = (
                f"`{private[0]}` refers to rows that users have for themselves, so `{operation}` "
                "is not for everybody."
            )
            members.problems.at_value(path, "spec.needs-login", message, hint)
