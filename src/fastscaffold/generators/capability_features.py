"""Features and tables that capabilities bring: a project has each name once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import ConflictError, Message, UsageError
from fastscaffold.model.resource import Names
from fastscaffold.spec.loader import load_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.capabilities.capability import Capability
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.generators.workspace import Workspace


def check_feature_names(features: Iterable[Names], workspace: Workspace) -> list[Message]:
    """Warn of names that a capability would need.

    Raises:
        UsageError: the project has that capability.
    """
    known = workspace.catalogue
    found = [*_clashes(features, known.names(), known)]
    present = set(workspace.manifest.capabilities())
    taken = [
        Message(
            "feature.of-capability",
            f"The capability `{capability}` has {what} already.",
            hint="Choose another name, with another table and path.",
        )
        for _, capability, what in found
        if capability in present
    ]
    if taken:
        raise UsageError(*taken)
    return [
        Message(
            "feature.of-capability",
            f"The capability `{capability}` brings {what}, too: it cannot be added any more.",
            hint=f"Choose another name if the project may need `{capability}` one day.",
        )
        for _, capability, what in found
    ]


def check_present_features(capabilities: Iterable[Capability], workspace: Workspace) -> None:
    """Refuse capabilities whose features' names are taken.

    Raises:
        ConflictError: the project has features of such names.
    """
    manifest = workspace.manifest
    present = [Names(**manifest.feature(name).names) for name in manifest.features()]
    wanted = [item.name for item in capabilities]
    found = [
        Message(
            "capability.feature",
            f"The capability `{capability}` brings {what}, which the project has already.",
            f"specs/{feature}.yaml",
            hint="Remove that feature, and add it with another name, table and path.",
        )
        for feature, capability, what in _clashes(present, wanted, workspace.catalogue)
    ]
    if found:
        raise ConflictError(*found)


def _clashes(
    features: Iterable[Names], capabilities: Iterable[str], known: Catalogue
) -> Iterator[tuple[str, str, str]]:
    """Name of a feature, the capability that has one of its names, and what it is called."""
    brought = {name: _brought(name, known) for name in capabilities}
    for names in features:
        for capability, taken in brought.items():
            if names.feature in taken:
                yield names.feature, capability, f"a feature `{names.feature}`"
            elif names.table in taken:
                yield names.feature, capability, f"a table `{names.table}`"
            elif names.path.removeprefix("/") in taken:
                yield names.feature, capability, f"a path `{names.path}`"


def _brought(capability: str, known: Catalogue) -> frozenset[str]:
    """Names of the features and tables of a capability."""
    tables = known.tables(capability)
    parsed = () if tables is None else load_text(tables, capability).features
    return known.features(capability) | {spec.name for spec in parsed}
