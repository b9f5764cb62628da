"""Who may call which endpoint of a feature, as its router and its tests say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.model.permissions import ADMIN, permission_text
from fastscaffold.model.resource import Permission

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.model.resource import Operation

RESTORE = "/{}/restore"
# What `Endpoint` says of each but who may call it.
ENDPOINTS: Mapping[Operation, tuple[str, str, int]] = {
    "list": ("GET", "", 200),
    "create": ("POST", "", 422),
    "bulk_create": ("POST", "/bulk", 422),
    "get": ("GET", "/{}", 404),
    "update": ("PATCH", "/{}", 422),
    "delete": ("DELETE", "/{}", 404),
    "restore": ("POST", RESTORE, 404),
}

_USERS = Permission("authenticated")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint and who may call it.

    Attributes:
        path: has ``{}`` in the place of a key.
        status: of the answer to a request without a body, with a key that no row has.
    """

    method: str
    path: str
    status: int
    permission: Permission

    @property
    def roles(self) -> list[str]:
        """What a user needs."""
        return [self.permission.role] if self.permission.role else []


@dataclass(frozen=True, slots=True)
class AccessView:
    """Who may call what.

    Attributes:
        router: expression of the dependency of all endpoints, empty where they have none in common.
        router_errors: statuses that it may answer with.
        routes: expressions of the dependencies of single endpoints, in addition.
        errors: statuses that these may answer with.
        names: what the expressions need of the module of dependencies.
        admin: whether they name the role of administrators.
        declared: the permission of each operation, as a spec writes it.
        endpoints: all of them.
    """

    router: str
    router_errors: tuple[int, ...]
    routes: Mapping[Operation, str]
    errors: Mapping[Operation, tuple[int, ...]]
    names: tuple[str, ...]
    admin: bool
    declared: Mapping[Operation, str]
    endpoints: tuple[Endpoint, ...]

    @property
    def public(self) -> tuple[Endpoint, ...]:
        """Endpoints for everybody."""
        return tuple(item for item in self.endpoints if item.permission.level == "public")

    @property
    def closed(self) -> tuple[Endpoint, ...]:
        """Endpoints for those who are logged in."""
        return tuple(item for item in self.endpoints if item.permission.level != "public")

    @property
    def restricted(self) -> tuple[Endpoint, ...]:
        """Endpoints for users with a role."""
        return tuple(item for item in self.endpoints if item.permission.level == "role")

    @property
    def owned(self) -> tuple[Endpoint, ...]:
        """Endpoints for one row that reach those of the user."""
        return tuple(item for item in self._of_rows if item.permission.level == "owner")

    @property
    def shared(self) -> tuple[Endpoint, ...]:
        """Endpoints for one row that reach those of all users, for everybody who is logged in."""
        levels = ("authenticated", "public")
        return tuple(item for item in self._of_rows if item.permission.level in levels)

    @property
    def restores_own(self) -> bool:
        """Whether users restore only what is their own."""
        return any(
            item.permission.level == "owner" for item in self.endpoints if item.path == RESTORE
        )

    @property
    def _of_rows(self) -> tuple[Endpoint, ...]:
        return tuple(item for item in self.endpoints if item.path == "/{}")


def access_view(
    permissions: Mapping[Operation, Permission], links: Sequence[tuple[str, int]] = ()
) -> AccessView:
    """Decide what the router asks for, and what single endpoints ask for beyond that.

    Args:
        permissions: of the operations.
        links: segments of the paths of many_to_many relations, and what is answered below them to a
            key that no row has.
    """
    # Whose rows a request reaches is decided by the query, not at the door.
    doors: dict[Operation, Permission] = {
        operation: _USERS if permission.level == "owner" else permission
        for operation, permission in permissions.items()
    }
    shared = _shared(set(doors.values()))
    own: dict[Operation, Permission] = {
        operation: Permission("public") if permission == shared else permission
        for operation, permission in doors.items()
    }
    asked = [shared, *own.values()]
    dependencies = {
        "get_current_user": _USERS in asked,
        "require_role": any(item.level == "role" for item in asked),
    }
    statuses = set(_statuses(shared))
    return AccessView(
        router=_dependency(shared),
        router_errors=_statuses(shared),
        routes={operation: _dependency(own[operation]) for operation in permissions},
        errors={
            operation: tuple(set(_statuses(own[operation])) - statuses) for operation in permissions
        },
        names=tuple(name for name, used in dependencies.items() if used),
        admin=any(item.role == ADMIN for item in asked),
        declared={name: permission_text(permission) for name, permission in permissions.items()},
        endpoints=tuple(
            Endpoint(*endpoint, permissions[operation])
            for operation, endpoint in (*ENDPOINTS.items(), *_of_links(links))
            if operation in permissions
        ),
    )


def _of_links(
    links: Sequence[tuple[str, int]],
) -> Iterator[tuple[Operation, tuple[str, str, int]]]:
    for segment, status in links:
        path = "/{0}/" + segment
        yield "get", ("GET", path, 404)
        yield "update", ("PUT", path, 422)
        yield "update", ("PUT", path + "/{0}", status)
        yield "update", ("DELETE", path + "/{0}", status)


def _shared(permissions: set[Permission]) -> Permission:
    """What all endpoints ask for at least."""
    if len(permissions) == 1:
        return next(iter(permissions))
    return Permission("public") if Permission("public") in permissions else _USERS


def _dependency(permission: Permission) -> str:
    if permission.level == "public":
        return ""
    if permission.level == "authenticated":
        return "Depends(get_current_user)"
    role = "ADMIN" if permission.role == ADMIN else repr(permission.role)
    return f"Depends(require_role({role}))"


def _statuses(permission: Permission) -> tuple[int, ...]:
    return {"public": (), "authenticated": (401,), "role": (401, 403)}[permission.level]
