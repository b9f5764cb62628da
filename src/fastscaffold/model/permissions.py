"""Resolves who may call which operation of a feature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from fastscaffold.model.ownership import OWNER
from fastscaffold.model.resource import Permission
from fastscaffold.spec.vocabulary import several_permissions

if TYPE_CHECKING:
    from collections.abc import Collection

    from fastscaffold.model.members import Members
    from fastscaffold.model.resource import Operation
    from fastscaffold.spec.models import FeatureSpec

OPERATIONS: tuple[Operation, ...] = ("list", "get", "create", "bulk_create", "update", "delete")
# What there is where a spec does not say.
DEFAULT_OPERATIONS = tuple(name for name in OPERATIONS if name != "bulk_create")
ADMIN = "admin"
# Each lets some of those pass whom the one before does.
_STRICTER = ("public", "authenticated", "owner", "role")
AUTH = "auth"
CACHE = "cache"

_ADD_AUTH = "Add them first: fastscaffold add auth"
_BETWEEN = re.compile(r"[\s,;|+/&]+(?i:or\s+)?")
_ROLE = re.compile(r"role:([a-z][a-z0-9_-]{0,39})", re.ASCII)
PERMISSION = re.compile(rf"(?:public|authenticated|{OWNER}|{ADMIN}|{_ROLE.pattern})", re.ASCII)


def resolve_permissions(
    members: Members, capabilities: Collection[str]
) -> dict[Operation, Permission]:
    """Resolve the permissions of every operation that there is; add errors for those that are none.

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
    present = operations_of(members.spec)
    given: dict[Operation, Permission] = {}
    for operation, text in members.spec.api.permissions.items():
        path = (members.spec.name, "api", "permissions", operation)
        permission = parse_permission(text)
        if operation not in present:
            message = f"There is no operation `{operation}` that anybody could be permitted."
            members.problems.at_key(path, "spec.misplaced", message, _add_operation(operation))
        elif permission is None:
            hint = _several(text) or "Write public, authenticated, owner, admin or role:<name>."
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
            given[operation] = permission
    found: dict[Operation, Permission] = {
        operation: given.get(operation, default) for operation in present
    }
    if "bulk_create" in found:
        # Whoever may create one may create several.
        found["bulk_create"] = given.get("bulk_create", found.get("create", default))
    if members.spec.behaviours.soft_delete and "delete" in found:
        # Whoever may delete a row may take it back.
        found["restore"] = found["delete"]
    return found


def _several(text: str) -> str | None:
    """What to do where a text names more than one permission."""
    words = [word for word in _BETWEEN.split(text.strip(" []")) if word]
    several = len(words) > 1 and all(parse_permission(word) for word in words)
    return several_permissions(words) if several else None


def operations_of(spec: FeatureSpec) -> tuple[Operation, ...]:
    """The operations that a feature has, in the order in which people read them."""
    chosen = spec.api.operations
    return tuple(name for name in OPERATIONS if name in (chosen or DEFAULT_OPERATIONS))


def permission_text(permission: Permission) -> str:
    """A permission as a spec says it."""
    if permission.level != "role":
        return permission.level
    return ADMIN if permission.role == ADMIN else f"role:{permission.role}"


def deleters_of(spec: FeatureSpec, capabilities: Collection[str]) -> Permission | None:
    """Who may delete rows of a valid spec; None where nobody can."""
    given = _given(spec, "delete")
    if given is None:
        return None
    default = default_permission(capabilities, owned=spec.behaviours.ownership)
    return parse_permission(given) or default


def lets_in_more(one: Permission, other: Permission) -> bool:
    """Whether a permission lets somebody pass whom another one does not."""
    if one.role and other.role:
        # Administrators have every role.
        return one.role not in {other.role, ADMIN}
    return _STRICTER.index(one.level) < _STRICTER.index(other.level)


def _add_operation(operation: str) -> str:
    return f"Add `{operation}` to `operations`, or leave it out here."


def readers_of(spec: FeatureSpec) -> str | None:
    """The permission to get a row, as a spec says it; None where nobody can."""
    return _given(spec, "get")


def writers_of(spec: FeatureSpec) -> str | None:
    """The permission to change a row, as a spec says it; None where nobody can."""
    return _given(spec, "update")


def _given(spec: FeatureSpec, operation: Literal["get", "update", "delete"]) -> str | None:
    return spec.api.permissions.get(operation, "") if operation in operations_of(spec) else None


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
