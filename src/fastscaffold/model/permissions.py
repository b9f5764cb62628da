"""Resolves who may call which operation of a feature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.model.ownership import OWNER
from fastscaffold.model.resource import Permission

if TYPE_CHECKING:
    from collections.abc import Collection

    from fastscaffold.model.members import Members
    from fastscaffold.model.resource import Operation

ADMIN = "admin"
AUTH = "auth"

_ADD_AUTH = "Add them first: fastscaffold add auth"
_ROLE = re.compile(r"role:([a-z][a-z0-9_-]{0,39})", re.ASCII)
PERMISSION = re.compile(rf"(?:public|authenticated|{OWNER}|{ADMIN}|{_ROLE.pattern})", re.ASCII)


def resolve_permissions(
    members: Members, capabilities: Collection[str]
) -> dict[Operation, Permission]:
    """Resolve the permissions of every operation; add errors for those that are none.

    Args:
        members: the feature.
        capabilities: what the project has; without ``auth`` everything is public.
    """
    has_auth = AUTH in capabilities
    owned = members.spec.behaviours.ownership
    default = default_permission(capabilities, owned=owned)
    if owned and not has_auth:
        behaviour = (members.spec.name, "behaviours", "ownership")
        message = "Rows cannot belong to users: the project has none."
        members.problems.at_key(behaviour, "spec.needs-auth", message, _ADD_AUTH)
    operations: tuple[Operation, ...] = ("list", "get", "create", "update", "delete")
    found: dict[Operation, Permission] = dict.fromkeys(operations, default)
    for operation, text in members.spec.api.permissions.items():
        if operation not in found:
            # Not supported yet: an error already.
            continue
        path = (members.spec.name, "api", "permissions", operation)
        permission = parse_permission(text)
        if permission is None:
            hint = "Write public, authenticated, owner, admin or role:<name>."
            message = f"`{text}` is no permission."
            members.problems.at_value(path, "spec.invalid-value", message, hint)
        elif text == OWNER and not owned:
            message = "`owner` needs rows that belong to users."
            hint = "Add `behaviours: {ownership: true}`, or write authenticated."
            members.problems.at_value(path, "spec.needs-ownership", message, hint)
        elif permission.level != "public" and not has_auth:
            message = f"`{text}` needs users, and the project has none."
            members.problems.at_value(path, "spec.needs-auth", message, _ADD_AUTH)
        else:
            found[operation] = permission
    if members.spec.behaviours.soft_delete:
        # Whoever may delete a row may take it back.
        found["restore"] = found["delete"]
    return found


def default_permission(capabilities: Collection[str], *, owned: bool) -> Permission:
    """Who may do what a spec says nothing about."""
    if AUTH not in capabilities:
        return Permission("public")
    return Permission("owner" if owned else "authenticated")


def parse_permission(text: str) -> Permission | None:
    """Read a permission; None where it is none."""
    if text == "public":
        return Permission("public")
    if text == "authenticated":
        return Permission("authenticated")
    if text == OWNER:
        return Permission("owner")
    if text == ADMIN:
        return Permission("role", ADMIN)
    match = _ROLE.fullmatch(text)
    return Permission("role", match[1]) if match else None
