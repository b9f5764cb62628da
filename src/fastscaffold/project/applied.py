"""Whether a migration may have been applied, as far as that can be told without side effects."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from fastscaffold.project.settings import database_url

if TYPE_CHECKING:
    from pathlib import Path

    from fastscaffold.tree import Tree


def applied_revisions(root: Path, tree: Tree) -> frozenset[str]:
    """The revisions that the project's own SQLite file says it is at.

    Empty where the project uses another database or where the file holds no tables of Alembic's.
    The file is opened read-only and taken as it is, without its journal, so nothing is written.
    """
    url = database_url(tree)
    if not url.startswith("sqlite"):
        return frozenset()
    path = root / url.partition(":///")[2]
    if not path.is_file():
        return frozenset()
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        return frozenset()
    try:
        rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:
        return frozenset()
    finally:
        connection.close()
    return frozenset(str(row[0]) for row in rows)
