"""Marks the relations of features that refer to each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.model.ends import Relation
    from fastscaffold.model.resource import Resource


def close_circles(resources: Sequence[Resource]) -> list[Resource]:
    """Mark relations to features that come later, and those to features that refer back.

    Args:
        resources: in the order in which their tables are made.
    """
    places = {resource.names.feature: place for place, resource in enumerate(resources)}
    targets = {
        resource.names.feature: {item.target.names.feature for item in resource.relations}
        for resource in resources
    }

    def marked(resource: Resource, relation: Relation) -> Relation:
        own, other = resource.names.feature, relation.target.names.feature
        return replace(
            relation,
            deferred=places.get(other, -1) > places[own],
            mutual=own != other and own in targets.get(other, ()),
        )

    return [
        replace(
            resource,
            relations=tuple(marked(resource, relation) for relation in resource.relations),
        )
        for resource in resources
    ]
