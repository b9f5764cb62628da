"""What a sentence can be about: the capabilities that there are, and the features of a project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.errors import ProjectError
from fastscaffold.generators.capability_features import features_of_capabilities
from fastscaffold.generators.untested import hand_written
from fastscaffold.generators.workspace import catalogue, open_any_project
from fastscaffold.intents.surroundings import Ability, Surroundings
from fastscaffold.project.discover import find_project
from fastscaffold.project.manifest import Manifest
from fastscaffold.tree import Tree

if TYPE_CHECKING:
    from pathlib import Path

    from fastscaffold.capabilities.capability import Capability


def surroundings(start: Path | None) -> Surroundings:
    """What there is to be spoken of, in the project at or above a directory or without one.

    Raises:
        ProjectError: the records of the project are damaged.
    """
    try:
        root = find_project(start)
    except ProjectError:
        return Surroundings(tuple(_ability(each) for each in catalogue().all()))
    manifest = Manifest(Tree(root))
    there = manifest.capabilities()
    brought = features_of_capabilities(manifest)
    return Surroundings(
        tuple(_ability(each, installed=each.name in there) for each in catalogue(root).all()),
        tuple(manifest.features()),
        _written(root, {*manifest.features(), *brought}),
        tuple(sorted(brought.items())),
        inside=True,
    )


def with_features(start: Path | None, where: Surroundings) -> Surroundings:
    """The same with the features that a project of others has, by the names that they have."""
    try:
        return replace(where, written=tuple(hand_written(open_any_project(start))))
    except ProjectError:
        return where


def _written(root: Path, generated: set[str]) -> tuple[str, ...]:
    """Features that nobody generated: folders where features are."""
    folders = (path for path in root.glob("src/*/features/*/") if not path.name.startswith("_"))
    return tuple(sorted({path.name for path in folders} - generated))


def _ability(capability: Capability, *, installed: bool = False) -> Ability:
    return Ability(
        capability.name,
        capability.summary,
        capability.spoken.names,
        capability.spoken.wishes,
        capability.requires,
        capability.deployment or "",
        usual=bool(capability.profiles),
        installed=installed,
    )
