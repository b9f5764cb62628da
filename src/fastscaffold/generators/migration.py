"""The migrations of features: one for all that come at once, and how their tables go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.errors import Message
from fastscaffold.generators.known import recorded_resource
from fastscaffold.migrations import (
    chain_after_removal,
    message_for,
    new_revision,
    operations_for,
    render_revision,
    scan_tree,
)
from fastscaffold.migrations.operations import CreateTable
from fastscaffold.project.applied import sqlite_file, tables_there
from fastscaffold.project.manifest import MigrationRecord
from fastscaffold.render.ruff import configuration, format_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.generators.draft import Draft
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.migrations import NewRevision
    from fastscaffold.model.resource import Resource
    from fastscaffold.project.manifest import Manifest
    from fastscaffold.tree import Tree


def plan_migration(resources: Sequence[Resource], tree: Tree) -> NewRevision:
    """The revision that creates the tables of some features.

    Raises:
        ProjectError: the project's revisions have several heads, or cannot be read.
    """
    tables = [resource.names.table for resource in resources]
    return new_revision(operations_for(resources), scan_tree(tree), message_for("Create", tables))


@dataclass(frozen=True, slots=True)
class GoneMigration:
    """A migration that is deleted though nobody knows whether it was applied."""

    path: str
    tables: tuple[str, ...]
    parent: str | None


def drop_tables(names: Sequence[str], draft: Draft, *, applied: bool | None) -> list[GoneMigration]:
    """Take the tables of some features out of their migration, or drop them by a new one.

    Args:
        names: features of one migration; their records are still there.
        draft: receives the files, and says what was decided.
        applied: whether the migration may have been applied; None where nobody knows, and it goes
            if it makes no other tables. One that is rewritten could not be undone any more.

    Returns:
        The migration where it goes though it may have been applied.
    """
    manifest = draft.workspace.manifest
    placement = draft.placement
    revision = manifest.feature(names[0]).migration
    record = manifest.migration(revision)
    pristine = manifest.pristine("migrations", revision).get(record.path, "").encode()
    untouched = placement.tree.read(record.path) == pristine
    graph = scan_tree(placement.tree)
    dropped = [recorded_resource(name, manifest) for name in names]
    operations = operations_for(dropped)
    others = tuple(feature for feature in record.features if feature not in names)
    assumed = bool(others and revision in graph.revisions) if applied is None else applied
    removal = chain_after_removal(
        graph,
        revision,
        operations,
        message_for("Drop", [resource.names.table for resource in dropped]),
        pristine=untouched,
        applied=assumed,
    )
    tables = tuple(each.table for each in operations if isinstance(each, CreateTable))
    if removal.add is not None:
        placement.create(
            removal.add.path,
            formatted_revision(removal.add.path, removal.add.text, draft.workspace),
        )
        draft.notices.append(
            Message(
                "migration.drop",
                f"{record.path} may have been applied, or others build on it, so it stays; "
                f"a new one drops the table{'' if len(names) == 1 else 's'}.",
                removal.add.path,
            )
        )
        draft.warnings += _lost_rows(tables, removal.add.path, draft.workspace, applied=assumed)
        draft.next = ("make migrate",)
        record_migration(revision, record.path, pristine.decode(), others, manifest)
    elif others and removal.delete is not None:
        resources = [recorded_resource(feature, manifest) for feature in others]
        text = render_revision(
            operations_for(resources),
            revision=revision,
            down_revision=_parent(graph.revisions[revision].parents),
            message=message_for("Create", [item.names.table for item in resources]),
        )
        content = formatted_revision(record.path, text, draft.workspace)
        placement.tree.write(record.path, content)
        record_migration(revision, record.path, content.decode(), others, manifest)
    else:
        manifest.remove("migrations", revision)
        if removal.delete is not None:
            placement.tree.delete(removal.delete)
            if applied is None:
                parent = _parent(graph.revisions[revision].parents)
                return [GoneMigration(removal.delete, tables, parent)]
    return []


def perhaps_applied(gone: Sequence[GoneMigration]) -> list[Message]:
    """Say what to do where the database has one of the migrations that go, the newest first.

    It is read when they are gone, and Alembic finds their revisions no more.
    """
    if not gone:
        return []
    tables = ", ".join(f'"{table}"' for each in gone for table in reversed(each.tables))
    parent = gone[-1].parent or "base"
    return [
        Message(
            "migration.unknown",
            f"Whether your database has {' or '.join(each.path for each in gone)} cannot be told "
            f"from here. If it has, run `DROP TABLE IF EXISTS {tables}` in it, and then "
            f"`alembic stamp --purge {parent}`.",
            gone[0].path,
            hint="Or bring back what goes by the same `add-feature`, run "
            f"`alembic downgrade {parent}`, and remove it again.",
        )
    ]


def _lost_rows(
    tables: Sequence[str], path: str, workspace: Workspace, *, applied: bool | None
) -> list[Message]:
    """Say whose rows go for good when a migration is applied that drops some tables."""
    file = sqlite_file(workspace.root, workspace.tree)
    there = {} if file is None else tables_there(file, tables)
    if file is not None and not there and not applied:
        # Nobody else has the migration, and here it was never applied.
        return []
    filled = [table for table, has_rows in there.items() if has_rows]
    names = ", ".join(filled or tables)
    known = f"{file.name} has some" if file is not None and filled else "there may be some"
    return [
        Message(
            "migration.rows",
            f"The next `make migrate` deletes the rows of {names}: {known}. Back up first.",
            path,
            hint="docs/operations.md says how a database is backed up.",
        )
    ]


def _parent(parents: tuple[str, ...]) -> str | None:
    return parents[0] if parents else None


def record_migration(
    revision: str, path: str, content: str, features: tuple[str, ...], manifest: Manifest
) -> None:
    """Remember which features' tables a revision creates; forget one that creates none."""
    if not features:
        manifest.remove("migrations", revision)
        return
    record = MigrationRecord(path=path, features=features, tool=__version__)
    manifest.write("migrations", revision, record, {path: content})


def formatted_revision(path: str, text: str, workspace: Workspace) -> bytes:
    """A rendered revision in the style of the project."""
    config = configuration(workspace.tree.read_text)
    package = workspace.manifest.project().package
    return format_files({path: text.encode()}, config=config, package=package)[path]
