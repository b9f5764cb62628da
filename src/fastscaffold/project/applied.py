"""What the project's own SQLite file holds, as far as that can be told without side effects.

The file is opened read-only and taken as it is, without its journal, so nothing is written.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from fastscaffold.project.settings import database_url

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fastscaffold.tree import Tree


def applied_revisions(root: Path, tree: Tree) -> frozenset[str]:
    """The revisions that the file says it is at.

    Empty where the project uses another database or where the file holds no tables of Alembic's.
    """
    path = sqlite_file(root, tree)
    rows = _asked(path, "SELECT version_num FROM alembic_version") if path is not None else None
    return frozenset(str(row[0]) for row in rows or ())


def sqlite_file(root: Path, tree: Tree) -> Path | None:
    """The file of a project on SQLite, which need not be there; None for other databases."""
    url = database_url(tree)
    return root / url.partition(":///")[2] if url.startswith("sqlite") else None


def tables_there(path: Path, tables: Iterable[str]) -> dict[str, bool]:
    """Those of some tables that a file holds, and whether they have rows."""
    found: dict[str, bool] = {}
    for table in tables:
        quoted = table.replace('"', '""')
        rows = _asked(path, f'SELECT EXISTS (SELECT 1 FROM "{quoted}")')  # noqa: S608 # quoted
        if rows is not None:
            found[table] = bool(rows[0][0])
    return found


def _asked(path: Path, query: str) -> list[tuple[object, ...]] | None:
    """The rows that a query gives; None where there is no such file or table."""
    if not path.is_file():
        return None
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.Error:
        return None
