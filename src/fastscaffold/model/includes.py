"""Resolves which relations clients may have embedded: what they may not see must not leak."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.model.ends import Include
from fastscaffold.model.permissions import default_permission, parse_permission

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from fastscaffold.model.ends import Target
    from fastscaffold.model.resource import Operation, Permission, Resource

_READS: tuple[Operation, ...] = ("list", "get")
_OPEN = {"public": 0, "authenticated": 1, "owner": 2, "role": 2}


def with_includes(resources: Sequence[Resource], capabilities: Collection[str]) -> list[Resource]:
    """Add to each feature what of its relations can be embedded."""
    return [replace(item, includes=tuple(_includes(item, capabilities))) for item in resources]


def _includes(resource: Resource, capabilities: Collection[str]) -> Iterator[Include]:
    found = [
        *(Include(item.name, item.target, many=False) for item in resource.relations),
        *(Include(item.name, item.target, many=item.many) for item in resource.backs),
        *(Include(item.name, item.target, many=True, link=True) for item in resource.links),
    ]
    permissions = resource.api.permissions
    own = [permissions[operation] for operation in _READS if operation in permissions]
    for item in found:
        wanted = _reading(item.target, capabilities)
        if wanted is not None and own and all(_covers(permission, wanted) for permission in own):
            yield item


def _reading(target: Target, capabilities: Collection[str]) -> Permission | None:
    """Who may get a row of a feature; None where nobody but its own service can tell."""
    if target.private or target.readers is None:
        return None
    if target.readers:
        return parse_permission(target.readers)
    return default_permission(capabilities, owned=False)


def _covers(own: Permission, wanted: Permission) -> bool:
    """Whether whoever has the one permission has the other as well."""
    if wanted.level in {"owner", "role"}:
        return own == wanted and wanted.level == "role"
    return _OPEN[own.level] >= _OPEN[wanted.level]
