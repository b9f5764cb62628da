"""The tables that a capability brings: a migration of their own."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.migrations import (
    VERSIONS,
    message_for,
    new_revision,
    operations_for,
    revision_files,
    scan,
)
from fastscaffold.model.ends import Target
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.migrations import NewRevision
    from fastscaffold.model.resource import Resource


def plan_tables(
    rendered: Mapping[str, Mapping[str, bytes]], workspace: Workspace
) -> dict[str, NewRevision]:
    """The revisions that create the tables of capabilities, each following the one before.

    Args:
        rendered: the files of each capability; the models of its tables are among them.
        workspace: the project, in which none of them is yet.

    Returns:
        Name to revision of those capabilities that have tables.

    Raises:
        SpecError: the spec of the tables is not valid.
        ProjectError: the project's revisions have several heads, or cannot be read.
    """
    known = workspace.catalogue
    revisions: dict[str, NewRevision] = {}
    files = revision_files(workspace.tree)
    for name, sources in rendered.items():
        files |= _in_versions(sources)
        if known.tables(name) is not None:
            resources = _tables(name, known)
            message = message_for("Create", [resource.names.table for resource in resources])
            revision = new_revision(operations_for(resources), scan(files), message)
            files |= _in_versions({revision.path: revision.text.encode()})
            revisions[name] = revision
    return revisions


def _in_versions(files: Mapping[str, bytes]) -> dict[str, bytes]:
    paths = {PurePosixPath(path): content for path, content in files.items()}
    return {path.name: content for path, content in paths.items() if str(path.parent) == VERSIONS}


def _tables(name: str, catalogue: Catalogue) -> tuple[Resource, ...]:
    """The tables of a capability, which may refer to those of the ones that it requires."""
    known: dict[str, Target] = {}
    resources: tuple[Resource, ...] = ()
    # The last one is the capability itself.
    for item in catalogue.with_requirements([name]):
        spec = catalogue.tables(item.name)
        resources = () if spec is None else _resolved(spec, item.name, known)
        known |= {table.names.feature: Target(table.names, table.key) for table in resources}
    return resources


def _resolved(spec: bytes, name: str, known: dict[str, Target]) -> tuple[Resource, ...]:
    return resolve(load_text(spec, f"{name}/tables.yaml"), known).resources
