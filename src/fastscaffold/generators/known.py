"""The features of a project, as the resolver needs to know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, cast

from fastscaffold.model.resolve import resolve
from fastscaffold.model.resource import Names, Target
from fastscaffold.spec.loader import load_text

if TYPE_CHECKING:
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
        return Target(Names(**record.names), key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def recorded_resource(name: str, manifest: Manifest) -> Resource:
    """A feature of the project as it was generated.

    Raises:
        SpecError: its recorded spec is not valid any more.
        ProjectError: its record is damaged.
    """
    parsed = load_text(manifest.feature(name).spec, f"specs/{name}.yaml")
    return resolve(parsed, KnownFeatures(manifest)).resources[0]
