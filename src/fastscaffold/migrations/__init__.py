"""From resources to the text of an Alembic revision; imports neither Alembic nor SQLAlchemy."""

from __future__ import annotations

from fastscaffold.migrations.heads import (
    VERSIONS,
    Revision,
    RevisionGraph,
    head_of,
    revision_files,
    scan,
    scan_tree,
)
from fastscaffold.migrations.operations import Operation, reverse_all
from fastscaffold.migrations.plan import operations_for
from fastscaffold.migrations.render import render_revision
from fastscaffold.migrations.revisions import (
    NewRevision,
    Removal,
    chain_after_removal,
    message_for,
    new_revision,
)

__all__ = [
    "VERSIONS",
    "NewRevision",
    "Operation",
    "Removal",
    "Revision",
    "RevisionGraph",
    "chain_after_removal",
    "head_of",
    "message_for",
    "new_revision",
    "operations_for",
    "render_revision",
    "reverse_all",
    "revision_files",
    "scan",
    "scan_tree",
]
