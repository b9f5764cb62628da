"""How Alembic reaches the database and the models."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any, Literal

from alembic import command, context
from alembic.autogenerate.api import AutogenContext
from alembic.ddl.sqlite import SQLiteImpl
from alembic.operations.batch import ApplyBatchImpl
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import Script
from alembic.util import CommandError
from sqlalchemy import Connection, DefaultClause, False_, Table, True_, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import Settings, get_settings
from app.core.database import Base, create_engine
from app.core.enum_checks import differing_checks
from app.core.migrating import wait_for_turn
from app.core.postgresql import session_parameters
from app.core.revisions import complete
from app.core.types import ExactDecimal, JSONVariant, UtcDateTime
from app.features import import_models

TABLE = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
CARRY_OVER = text(
    "INSERT INTO sqlite_sequence SELECT :new, seq FROM sqlite_sequence WHERE name = :name"
)

# Alembic runs this file once a command.
told: list[str] = []


class KeyCountingSQLite(SQLiteImpl):
    """Alters tables as Alembic does, and keeps AUTOINCREMENT, which is not read from a database.

    The count goes on where it was: no key of a row that was deleted is given again.
    """

    # Alembic takes the class that names the dialect last.
    __dialect__ = "sqlite"

    def prep_table_for_batch(self, batch_impl: ApplyBatchImpl, table: Table) -> None:
        """Let the new table count as the one does that it replaces."""
        super().prep_table_for_batch(batch_impl, table)
        connection, new = self.connection, batch_impl.new_table
        if self.as_sql or connection is None or new is None:
            return
        created = connection.scalar(TABLE, {"name": table.name}) or ""
        if "AUTOINCREMENT" in created.upper():
            new.dialect_options["sqlite"]["autoincrement"] = True
            connection.execute(CARRY_OVER, {"new": new.name, "name": table.name})


def render_item(kind: str, item: object, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write types and defaults as what they are in every database: migrations outlive code."""
    match item:
        case UtcDateTime() if kind == "type":
            return "sa.DateTime(timezone=True)"
        case ExactDecimal() if kind == "type":
            numeric = f"sa.Numeric(precision={item.precision}, scale={item.scale})"
            return f'{numeric}.with_variant(sa.BigInteger(), "sqlite")'
        case _ if item is JSONVariant:
            autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
            variant = 'postgresql.JSONB(none_as_null=True), "postgresql"'
            return f"sa.JSON(none_as_null=True).with_variant({variant})"
        case DefaultClause(arg=True_() | False_() as value) if kind == "server_default":
            # Alembic writes the 1 and 0 of SQLite, which PostgreSQL refuses.
            return "sa.true()" if isinstance(value, True_) else "sa.false()"
        case _:
            return False


def leave_rows_alone(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Switch foreign keys off on SQLite.

    It alters a table by making it anew, and dropping the old one would delete, by ON DELETE,
    the rows that refer to it.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def set_session(connection: Connection, settings: Settings) -> None:
    """Set what migrations rely on, whoever else does.

    Where a pooler refuses options, they come from the role, which limits statements for requests.
    """
    if connection.dialect.name == "sqlite":
        return
    for name, value in session_parameters(settings).items():
        connection.exec_driver_sql(f"SET {name} = '{value}'")
    # Migrations commit no transaction that somebody else has begun.
    connection.commit()


def refuse_dangling_references(connection: Connection) -> None:
    """Undo a migration on SQLite that leaves rows which refer to nothing."""
    if connection.dialect.name != "sqlite":
        return
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if dangling is not None:
        raise RuntimeError(f"A row of {dangling[0]} refers to no row of {dangling[2]}.")


def finish_step(
    ctx: MigrationContext, step: MigrationInfo, heads: Collection[Any], run_args: Mapping[str, Any]
) -> None:
    """Check what a migration leaves, and say that it was run."""
    del heads, run_args
    # What is told goes where the SQL goes, and nothing is run.
    if ctx.as_sql or ctx.connection is None:
        return
    refuse_dangling_references(ctx.connection)
    revision = step.up_revision
    if not step.is_stamp and isinstance(revision, Script):
        word = "Upgraded to" if step.is_upgrade else "Downgraded from"
        told.append(f"{word} {revision.revision}: {revision.doc}")
        context.config.print_stdout(told[-1])


def is_written() -> bool:
    """Whether a revision is written from the models."""
    return bool(getattr(context.config.cmd_opts, "autogenerate", False))


def refuse_database_that_is_behind() -> None:
    """Write no revision from what is not there yet, and say what to do, as Alembic does not."""
    if not is_written():
        return
    there, wanted = context.get_context().get_current_heads(), context.get_head_revisions()
    if {*there} != {*(wanted or ())}:
        # Of one that the code does not have, Alembic says so.
        context.script.get_revisions(there)
        raise CommandError("The database lacks revisions: read them, and run `make migrate` first.")


def finish_revision(
    ctx: MigrationContext, revision: object, directives: list[MigrationScript]
) -> None:
    """Complete a revision, or write none where models and database agree.

    What is to be written by hand is told, and what is to be known of the rest.
    """
    del revision
    if not is_written() or ctx.connection is None:
        return
    differing = differing_checks(ctx.connection, Base.metadata)
    notes = [note for script in directives for note in complete(ctx.connection, script, differing)]
    for note in notes:
        context.config.print_stdout(note)
    found = [directive.upgrade_ops for directive in directives]
    if all(each is not None and each.is_empty() for each in found):
        directives.clear()
        if not notes:
            context.config.print_stdout("Nothing to write: the database has what the models have.")


def tell_end() -> None:
    """Answer ``alembic upgrade`` where there was nothing to upgrade."""
    chosen = getattr(context.config.cmd_opts, "cmd", None)
    if not told and chosen is not None and chosen[0] is command.upgrade:
        context.config.print_stdout("Nothing to do: the database has every revision.")


def run_migrations(connection: Connection | None = None) -> None:
    """Run over a connection, or write SQL where there is none."""
    context.configure(
        connection=connection,
        dialect_name=None if connection else "postgresql",
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=True,
        # Tests migrate SQLite, whatever a revision was written on.
        render_as_batch=True,
        render_item=render_item,
        on_version_apply=finish_step,
        process_revision_directives=finish_revision,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        refuse_database_that_is_behind()
        context.run_migrations()


async def run_online() -> None:
    """Connect and run."""
    settings: Settings = context.config.attributes.get("settings") or get_settings()
    # A migration may take long. It must not wait long for a lock: requests would queue behind it.
    patience = {"database_statement_timeout": 0, "database_idle_timeout": 0}
    settings = settings.model_copy(update=patience)
    engine = create_engine(settings)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", leave_rows_alone)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(set_session, settings)
            await wait_for_turn(connection, context.config.print_stdout)
            await connection.run_sync(run_migrations)
        tell_end()
    finally:
        await engine.dispose()


import_models()
if context.is_offline_mode():
    run_migrations()
else:
    asyncio.run(run_online())
