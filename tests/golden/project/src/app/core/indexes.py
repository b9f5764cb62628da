"""Indexes that migrations build on tables which requests write to meanwhile."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from alembic import op
from alembic.util import CommandError
from sqlalchemy import Connection, Row, text

# The session itself keeps what it was, so that SQL which is written to a file does the same.
SETTING = "SELECT set_config('{}', current_setting('{}'), false)"
REMEMBER = SETTING.format("migration.lock_timeout", "lock_timeout")
RESTORE = SETTING.format("lock_timeout", "migration.lock_timeout")
# Behind the name of the table, which has a schema before it, stands all that an index is.
FOUND = text("""
    SELECT indisvalid, relname, indisunique, substring(pg_get_indexdef(indexrelid) FROM ' USING .*')
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE indexrelid = to_regclass(quote_ident(:name))
""")


def create_index_concurrently(
    name: str, table: str, columns: Sequence[str], *, unique: bool = False, where: str | None = None
) -> None:
    """Create an index, which nobody who writes to the table waits for.

    It waits for them, however long: for every transaction that was open when it began. PostgreSQL
    does so outside of a transaction, so what stands before it in the migration is committed, and
    an attempt that fails leaves an index that is not valid, which the next attempt drops. One that
    is valid is kept: the server goes on with what an attempt began that was killed.

    Args:
        name: of the index, as the model has it.
        table: whose rows it finds.
        columns: which it finds them by.
        unique: whether no two rows may share their values.
        where: SQL of the rows that it knows, if not all.

    Raises:
        CommandError: there is another index of this name.
    """
    rows = None if where is None else text(where)
    migration = op.get_context()
    if migration.dialect.name == "sqlite":
        op.create_index(name, table, columns, unique=unique, sqlite_where=rows)
        return

    create = partial(op.create_index, name, table, columns, unique=unique, postgresql_where=rows)
    with migration.autocommit_block():
        op.execute(REMEMBER)
        op.execute("SET lock_timeout = 0")
        # Who writes SQL to a file cannot look.
        connection = None if migration.as_sql else migration.connection
        found = _find(connection, name) if connection else None
        if found and not found.indisvalid:
            op.drop_index(name, table, postgresql_concurrently=True)
            found = None
        if connection and found:
            _refuse_another(connection, found, name, table, create)
        else:
            create(postgresql_concurrently=True)
        op.execute(RESTORE)


def _find(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(FOUND, {"name": name}).one_or_none()


def _refuse_another(
    connection: Connection, found: Row[Any], name: str, table: str, create: Callable[[], None]
) -> None:
    # The server has its own words for conditions. It says them of an empty copy of the table,
    # which hides the table from this session.
    copy = connection.dialect.identifier_preparer.quote(table)
    op.execute(f"CREATE TEMPORARY TABLE {copy} (LIKE {copy})")
    create()
    wanted = _find(connection, name)
    op.execute(f"DROP TABLE pg_temp.{copy}")
    if wanted is None or wanted[1:] != found[1:]:
        raise CommandError(f"{name} is another index, of {found.relname}: drop or rename it.")
