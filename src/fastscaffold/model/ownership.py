"""Rows that belong to users: what a feature of them has, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from fastscaffold.model.ends import Relation, Target
from fastscaffold.model.reserved import OWNER_COLUMN
from fastscaffold.model.resource import Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.model.ends import Link, Referable
    from fastscaffold.model.members import Members
    from fastscaffold.spec.models import FeatureSpec, RelationSpec
    from fastscaffold.spec.positions import Path

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
Write: TypeAlias = Literal["create", "bulk_create", "update"]

_EVERYBODY = ("public", "authenticated")
_LOGIN = "Let it be authenticated, or leave it out."


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


def referable(members: Members, relation: RelationSpec, target: Target, path: Path) -> Referable:
    """Decide whose rows a relation may refer to; add an error where that cannot be said of them.

    Where nothing is said a row is referred to by whom it belongs to, or who may change it anyway:
    what refers to it takes its unique places, stands in what embeds it, and keeps it from going.
    """
    place, owned = (*path, "of"), target.owned or target.private
    if relation.of is not None and not owned:
        message = f"Rows of `{target.names.feature}` belong to nobody, so `of` means nothing."
        members.problems.at_key(place, "spec.misplaced", message, "Leave it out.")
    if relation.of == "anyone" and target.private:
        message = f"Users see no `{target.names.feature}` of others, so nobody refers to them."
        hint = "Leave `of` out, or let others get them there: permissions: {get: authenticated}."
        members.problems.at_value(place, "spec.invalid-value", message, hint)
    if target.private or relation.of == "owner":
        return "owner"
    changed_by_all = target.writers in _EVERYBODY
    return "owner" if owned and relation.of is None and not changed_by_all else "anyone"


def check_logins(members: Members) -> None:
    """Add an error where rows belong to users and everybody may create them."""
    if not members.spec.behaviours.ownership:
        return
    for operation in _open_writes(members, "create", "bulk_create"):
        message = f"Rows belong to those who create them, so `{operation}` is not for everybody."
        _tell_login(members, operation, message, _LOGIN)


def check_referrers(members: Members, ends: Iterable[Relation | Link]) -> None:
    """Add an error where everybody may refer to what only some rows may be referred to of."""
    checked = next((item for item in ends if item.of == "owner"), None)
    if checked is None:
        return
    hint = _LOGIN
    if not checked.target.private:
        hint = "Let it be authenticated, leave it out, or write `of: anyone` at the relation."
    for operation in _open_writes(members, "create", "bulk_create", "update"):
        message = (
            f"`{checked.name}` refers to rows of the user, so `{operation}` is not for everybody."
        )
        _tell_login(members, operation, message, hint)


def _open_writes(members: Members, *operations: Write) -> list[Write]:
    permissions = members.spec.api.permissions
    return [operation for operation in operations if permissions.get(operation) == "public"]


def _tell_login(members: Members, operation: Write, message: str, hint: str) -> None:
    path = (members.spec.name, "api", "permissions", operation)
    members.problems.at_value(path, "spec.needs-login", message, hint)
