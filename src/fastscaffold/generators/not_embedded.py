"""Relations that no request can have embedded, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import Message
from fastscaffold.spec.problems import placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.model.ends import Target
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
        told = Message(
            "feature.not-embedded",
            f"`?include={name}` is not there for {feature}: {_reason(feature, target)}.",
        )
        path: Path = (feature, "relations", name)
        # The other end of a relation is given where that stands, and not in this feature.
        yield placed(told, path if path in positions.keys else path[:1], positions)


def _reason(feature: str, target: Target) -> str:
    other = target.names.feature
    if target.private:
        return f"rows of {other} belong to users"
    if target.readers is None:
        return f"nobody may get a row of {other} by itself"
    return f"not all who read {feature} may read {other}"
