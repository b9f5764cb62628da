"""The tables that a capability brings: a migration of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.generators.migration import formatted_revision, plan_migration
from fastscaffold.model.ends import Target
from fastscaffold.model.resolve import resolve
from fastscaffold.project.manifest import MigrationRecord
from fastscaffold.spec.loader import load_text

if TYPE_CHECKING:
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.generators.draft import Draft
    from fastscaffold.model.resource import Resource


def add_tables(name: str, draft: Draft) -> None:
    """Create the tables of a capability by a revision that follows the last.

    Args:
        name: of a capability that has tables; their models are among its files.
        draft: receives the revision.

    Raises:
        SpecError: the spec of the tables is not valid.
        ProjectError: the project's revisions have several heads, or cannot be read.
    """
    workspace = draft.workspace
    resources = _tables(name, workspace.catalogue)
    revision = plan_migration(resources, workspace.tree)
    content = formatted_revision(revision.path, revision.text, workspace)
    draft.placement.create(revision.path, content)
    record = MigrationRecord(path=revision.path, features=(), tool=__version__)
    pristine = {revision.path: content.decode()}
    workspace.manifest.write("migrations", revision.id, record, pristine)


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
