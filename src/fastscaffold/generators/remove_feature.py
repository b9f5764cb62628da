"""The inverse of adding a feature, leaving what the user made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import ConflictError, Message, UsageError
from fastscaffold.generators.registration import router_edit
from fastscaffold.generators.removal_migration import remove_tables

if TYPE_CHECKING:
    from fastscaffold.generators.placement import Placement
    from fastscaffold.project.manifest import Manifest


def remove_feature(name: str, placement: Placement, manifest: Manifest, *, applied: bool) -> None:
    """Take one feature out of a project.

    Args:
        name: the feature.
        placement: receives removals and the edit of main.py.
        manifest: forgets the feature.
        applied: whether its migration may have been applied: then its tables are dropped by a new
            revision, and the old one stays.

    Raises:
        UsageError: there is no such feature.
        ConflictError: another feature refers to it.
    """
    _check(name, manifest)
    project = manifest.project()
    record = manifest.feature(name)
    placement.revert(project.main, router_edit((name,), project.package))
    remove_tables(name, record.migration, placement, manifest, applied=applied)
    for path, content in manifest.pristine("features", name).items():
        placement.remove(path, content.encode())
    manifest.remove("features", name)


def _check(name: str, manifest: Manifest) -> None:
    features = manifest.features()
    if name not in features:
        raise UsageError(
            Message(
                "feature.unknown",
                f"There is no feature {name!r}.",
                hint="There are: " + ", ".join(features) if features else None,
            )
        )
    referring = [
        other
        for other in features
        if other != name and name in manifest.feature(other).references
    ]
    if referring:
        raise ConflictError(
            Message(
                "feature.referenced",
                f"{', '.join(referring)} refer{'s' if len(referring) == 1 else ''} to {name}.",
                hint=f"Remove {referring[0]} first.",
            )
        )
