"""What the project's own SQLite file holds, as far as that can be told without side effects.

The file is opened read-only and taken as it is, so nothing is written. Where a log stands beside
it, as while the application runs, that is read with it: what is newest is only there. One that
somebody left who was cut off would be cleared up by reading it, so there a copy is asked.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from fastscaffold.project.settings import database_url
from fastscaffold.scratch import scratch_copies

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    from fastscaffold.tree import Tree

_AS_IT_IS = "immutable=1"
# Nor is it marked in the index of the log that somebody reads.
_WITH_LOG = "readonly_shm=1"


def applied_revisions(root: Path, tree: Tree) -> frozenset[str] | None:
    """The revisions that the database is at.

    Empty where there is no table of Alembic's in its file; None where that cannot be told, since
    the project uses another database, or the file is not there or cannot be read.
    """
    path = sqlite_file(root, tree)
    if path is None:
        return None
    try:
        with _opened(path) as connection:
            if not _has_table(connection, "alembic_version"):
                return frozenset()
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except (OSError, sqlite3.Error):
        return None
    return frozenset(str(row[0]) for row in rows)


def sqlite_file(root: Path, tree: Tree) -> Path | None:
    """The file of a project on SQLite, which need not be there; None for other databases."""
    url = database_url(tree)
    path = url.partition(":///")[2].partition("?")[0]
    return root / path if url.startswith("sqlite") else None


def tables_there(path: Path, tables: Iterable[str]) -> dict[str, bool]:
    """Those of some tables that a file holds, and whether they have rows.

    None of them where the file cannot be read.
    """
    try:
        with _opened(path) as connection:
            return {
                table: _has_rows(connection, table)
                for table in tables
                if _has_table(connection, table)
            }
    except (OSError, sqlite3.Error):
        return {}


@contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    """A file as those see it who have it open now.

    Raises:
        FileNotFoundError: there is no such file.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    file = path.resolve()
    log, index, undo = (file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))
    newer = [each for each in (log, undo) if each.is_file() and each.stat().st_size]
    if not newer or (newer == [log] and index.is_file()):
        how = _WITH_LOG if newer else _AS_IT_IS
        uri = f"{file.as_uri()}?mode=ro&{how}"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            yield connection
        return
    # The journal first: what is moved from it to the file meanwhile is then in both.
    with scratch_copies(*newer, file) as copies, closing(sqlite3.connect(copies[-1])) as connection:
        yield connection


def _has_table(connection: sqlite3.Connection, table: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(?)"
    return connection.execute(query, (table,)).fetchone() is not None


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    quoted = table.replace('"', '""')
    query = f'SELECT EXISTS (SELECT 1 FROM "{quoted}")'  # noqa: S608 # quoted
    return bool(connection.execute(query).fetchone()[0])
