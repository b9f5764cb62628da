"""Relations that no request can have embedded, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import Message
from fastscaffold.spec.problems import placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.model.resource import Resource
    from fastscaffold.spec.positions import Path, Positions


def not_embedded(resource: Resource, positions: Positions) -> Iterator[Message]:
    """Tell of each relation of a feature that can be listed or got, and not with what it names."""
    if not (resource.api.has("list") or resource.api.has("get")):
        return
    feature = resource.names.feature
    embedded = {item.name for item in resource.includes}
    ends = [
        *((item.name, item.target) for item in resource.relations),
        *((item.name, item.target) for item in resource.backs),
        *((item.name, item.target) for item in resource.links),
    ]
    for name, target in ends:
        if name in embedded:
            continue
        other = target.names.feature
        reason = (
            f"rows of {other} belong to users"
            if target.owned
            else f"not all who read {feature} may read {other}"
        )
        told = Message(
            "feature.not-embedded", f"`?include={name}` is not there for {feature}: {reason}."
        )
        path: Path = (feature, "relations", name)
        # The other end of a relation is given where that stands, and not in this feature.
        yield placed(told, path if path in positions.keys else path[:1], positions)
