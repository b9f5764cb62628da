"""Indexes that migrations build on tables which requests write to meanwhile."""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import text

# The session itself keeps what it was, so that SQL which is written to a file does the same.
SETTING = "SELECT set_config('{}', current_setting('{}'), false)"
REMEMBER = SETTING.format("migration.lock_timeout", "lock_timeout")
RESTORE = SETTING.format("lock_timeout", "migration.lock_timeout")


def create_index_concurrently(
    name: str, table: str, columns: Sequence[str], *, unique: bool = False, where: str | None = None
) -> None:
    """Create an index, which nobody who writes to the table waits for.

    It waits for them, however long: for every transaction that was open when it began. PostgreSQL
    does so outside of a transaction, so what stands before it in the migration is committed, and
    an attempt that fails leaves an index that is not valid, which the next attempt drops.

    Args:
        name: of the index, as the model has it.
        table: whose rows it finds.
        columns: which it finds them by.
        unique: whether no two rows may share their values.
        where: SQL of the rows that it knows, if not all.
    """
    rows = None if where is None else text(where)
    migration = op.get_context()
    if migration.dialect.name == "sqlite":
        op.create_index(name, table, columns, unique=unique, sqlite_where=rows)
        return
    with migration.autocommit_block():
        op.execute(REMEMBER)
        op.execute("SET lock_timeout = 0")
        op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)
        op.create_index(
            name,
            table,
            columns,
            unique=unique,
            postgresql_where=rows,
            postgresql_concurrently=True,
        )
        op.execute(RESTORE)
