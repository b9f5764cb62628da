"""The edits that are in a project, made anew from its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.generators.capability_edits import capability_edits
from fastscaffold.generators.registration import router_edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.edits import Edit
    from fastscaffold.project.manifest import Manifest


def recorded_edits(manifest: Manifest, catalogue: Catalogue, path: str) -> Iterator[Edit]:
    """All edits of ours that one file has, latest kind first."""
    project = manifest.project()
    features = manifest.features()
    if path == project.main and features:
        yield router_edit(features, project.package)
    for name in manifest.capabilities():
        if name not in catalogue.names():
            continue
        for edited, edit in capability_edits(catalogue.get(name), catalogue, project):
            if edited == path:
                yield edit
