"""Which records of a project can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError
from fastscaffold.project.manifest import pristine_path, record_path

if TYPE_CHECKING:
    from fastscaffold.project.manifest import Manifest

_HINT = "Restore it from version control."


def record_problem(manifest: Manifest, kind: str, name: str) -> Message | None:
    """Say what is wrong with the record of a feature, a capability or a migration.

    Args:
        manifest: reads the record.
        name: what it is the record of.
        kind: ``features``, ``capabilities`` or ``migrations``.
    """
    read = {
        "features": manifest.feature,
        "capabilities": manifest.capability,
        "migrations": manifest.migration,
    }[kind]
    try:
        read(name)
        generated = manifest.pristine(kind, name)
    except ProjectError as error:
        return error.messages[0]
    path = pristine_path(kind, name)
    if not generated and not manifest.tree.exists(path):
        return Message(
            "project.no-pristine",
            f"What was generated for {record_path(kind, name)} is not remembered, so that your "
            "changes cannot be told from it.",
            path,
            hint=_HINT,
        )
    return None
