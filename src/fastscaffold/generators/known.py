"""The features of a project, as the resolver needs to know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

from fastscaffold.model.ends import Target
from fastscaffold.model.graph import circle_of
from fastscaffold.model.resolve import resolve
from fastscaffold.model.resource import Names
from fastscaffold.spec.loader import load_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from fastscaffold.model.resource import Resource
    from fastscaffold.project.manifest import Manifest


class KnownFeatures(Mapping[str, Target]):
    """Name to target; a record is read when it is asked for."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        # In order, and found at once.
        self._names = dict.fromkeys(manifest.features())

    def __getitem__(self, name: str) -> Target:
        """The target, from its record.

        Raises:
            KeyError: there is no such feature.
            ProjectError: its record is damaged.
        """
        if name not in self._names:
            raise KeyError(name)
        record = self._manifest.feature(name)
        key = cast("Literal['uuid', 'int', 'bigint']", record.key)
        return Target(
            Names(**record.names),
            key,
            record.private,
            record.readers,
            owned=record.owned,
            writers=record.writers,
            soft_delete=record.soft_delete,
            versioned=record.versioned,
            deletable=record.deletable,
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def recorded_resource(
    name: str, manifest: Manifest, capabilities: Collection[str] | None = None
) -> Resource:
    """A feature of the project as it was generated.

    Args:
        name: of the feature.
        manifest: has its record.
        capabilities: in the place of those that the project has now.

    Raises:
        SpecError: its recorded spec is not valid any more.
        ProjectError: its record is damaged.
    """
    circle = sorted(feature_circle(name, manifest))
    parsed = [load_text(manifest.feature(item).spec, f"specs/{item}.yaml") for item in circle]
    together = replace(parsed[0], features=tuple(one.features[0] for one in parsed))
    present = manifest.capabilities() if capabilities is None else capabilities
    resources = resolve(together, KnownFeatures(manifest), present).resources
    return next(resource for resource in resources if resource.names.feature == name)


def feature_circle(name: str, manifest: Manifest) -> frozenset[str]:
    """A feature and those that it refers to and that refer back, near or far."""
    references: dict[str, tuple[str, ...]] = {}
    left, features = [name], set(manifest.features())
    while left:
        feature = left.pop()
        if feature in features and feature not in references:
            references[feature] = manifest.feature(feature).references
            left += references[feature]
    return circle_of(name, references)
