"""The tables that a capability brings: a migration of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.generators.migration import formatted_revision, plan_migration
from fastscaffold.model.resolve import resolve
from fastscaffold.project.manifest import MigrationRecord
from fastscaffold.spec.loader import load_text

if TYPE_CHECKING:
    from fastscaffold.generators.draft import Draft


def add_tables(spec: bytes, source: str, draft: Draft) -> None:
    """Create tables by a revision that follows the last.

    Args:
        spec: of the tables; their models are among the files of the capability.
        source: the name of the spec, for errors.
        draft: receives the revision.

    Raises:
        SpecError: the spec is not valid.
        ProjectError: the project's revisions have several heads, or cannot be read.
    """
    workspace = draft.workspace
    resources = resolve(load_text(spec, source), {}).resources
    revision = plan_migration(resources, workspace.tree)
    content = formatted_revision(revision.path, revision.text, workspace)
    draft.placement.create(revision.path, content)
    record = MigrationRecord(path=revision.path, features=(), tool=__version__)
    pristine = {revision.path: content.decode()}
    workspace.manifest.write("migrations", revision.id, record, pristine)
