"""The database: how tables are declared, connected to, and used by a request."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from fastapi import FastAPI
from sqlalchemy import Connection, MetaData, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry, PoolResetState

from app.config import Settings
from app.core.failures import FAILURES, explain_failure
from app.core.integrity import explain, name_missing_references, read_violation
from app.core.pool import ping_what_was_idle
from app.core.postgresql import connect_args, hide_values
from app.core.types import UtcDateTime, utc_now

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
AUTOCOMMIT = "autocommit"
# In the ``info`` of a session: something is to happen after its commit.
COMMIT_AWAITED = "commit_awaited"
SQLITE_BEGIN = "sqlite_begin"
SQLITE_TIMEOUT = 30


class Base(DeclarativeBase):
    """Base of all models."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


def _created_at(context: DefaultExecutionContext) -> datetime:
    parameters: dict[str, datetime] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return parameters["created_at"]


class TimestampMixin:
    """When a row was made and when it was last changed."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=utc_now, sort_order=900)
    updated_at: Mapped[datetime] = mapped_column(
        UtcDateTime(), default=_created_at, onupdate=utc_now, sort_order=901
    )


class VersionMixin:
    """Counts the changes of a row, so that none is lost when two come at once."""

    version: Mapped[int] = mapped_column(sort_order=904)

    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": version}


class ReadSession(Session):
    """A session of requests that only read: it refuses objects, INSERT, UPDATE and DELETE.

    SQL that is written as text is up to its writer.
    """


@event.listens_for(ReadSession, "before_flush")
def _refuse_to_write(*_: object) -> None:
    # Nothing would undo it where each statement is on its own.
    raise RuntimeError("GET, HEAD and OPTIONS store nothing; see Database.transaction.")


@event.listens_for(ReadSession, "do_orm_execute")
def _refuse_to_change(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _refuse_to_write()


@dataclass(frozen=True, slots=True)
class Database:
    """What an application holds of its database.

    Attributes:
        readers: makes sessions that only read, and refuse to store objects.
        snapshots: makes readers whose queries all see the same moment.
        probe: a connection that ``/ready`` asks by, however many of the others are taken.
    """

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    readers: async_sessionmaker[AsyncSession]
    snapshots: async_sessionmaker[AsyncSession]
    probe: AsyncEngine

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None, None]:
        """Close all connections in the end."""
        try:
            yield
        finally:
            await self.engine.dispose()
            await self.probe.dispose()

    @asynccontextmanager
    async def transaction(
        self, *, read_only: bool = False, at_once: bool = False
    ) -> AsyncGenerator[AsyncSession, None]:
        """A session whose work is committed at the end, or rolled back by an exception.

        Args:
            read_only: lets readers on SQLite go on while somebody writes, and spares them the
                begin and the commit on PostgreSQL, where each statement sees what is committed.
                SQLAlchemy tells of no commit there; what an ``AfterCommit`` has is handed on.
            at_once: lets all statements of a reader see what the first one saw.

        Raises:
            ConflictError: a constraint is broken; or another ``AppError`` that says what it means.
                Or another transaction was in the way: the same may work when it is tried again.
            UnavailableError: the database does not answer, is too busy to, takes too long, or lacks
                migrations.
        """
        reading = self.snapshots if at_once else self.readers
        async with (reading if read_only else self.sessions)() as session:
            try:
                yield session
                if _is_autocommit(session) and COMMIT_AWAITED not in session.info:
                    # Nothing is left to commit, and objects that were added are refused.
                    session.sync_session.flush()
                else:
                    await session.commit()
            except IntegrityError as error:
                raise explain(read_violation(error, Base.metadata)) from error
            except FAILURES as error:
                if (answer := explain_failure(error)) is None:
                    raise
                raise answer from error


def add_database(app: FastAPI, settings: Settings) -> None:
    """Let the application hold a database, and close its connections when it stops."""
    database = open_database(settings)
    app.state.database = database
    app.state.resources.lifespans.append(database.running)


def open_database(settings: Settings) -> Database:
    """Prepare the engine; the first query connects."""
    engine = create_engine(settings)
    # SQLite's transactions show one moment only.
    reading = snapshots = engine
    if engine.dialect.name != "sqlite":
        # PostgreSQL's transactions show each statement the newest rows anyway.
        reading = engine.execution_options(**{AUTOCOMMIT: True})
        snapshots = engine.execution_options(isolation_level="REPEATABLE READ")
    # A transaction that reads first and writes later fails at once when another wrote in between;
    # one that takes the write lock at its beginning waits for it.
    writing = engine.execution_options(**{SQLITE_BEGIN: "BEGIN IMMEDIATE"})
    # One that is kept, so that who asks often opens no more.
    single = settings.model_copy(update={"database_pool_size": 1, "database_max_overflow": 0})
    return Database(
        engine,
        async_sessionmaker(writing, expire_on_commit=False),
        async_sessionmaker(reading, expire_on_commit=False, sync_session_class=ReadSession),
        async_sessionmaker(snapshots, expire_on_commit=False, sync_session_class=ReadSession),
        create_engine(single),
    )


def create_engine(settings: Settings) -> AsyncEngine:
    """The engine that ``database_url`` asks for."""
    url = make_url(settings.database_url.get_secret_value())
    # Bound parameters and rows hold personal data and hashes; errors must not carry them into logs.
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(
            url,
            echo=settings.debug,
            hide_parameters=True,
            connect_args={"timeout": SQLITE_TIMEOUT},
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        event.listen(engine.sync_engine, "reset", _end_sqlite)
        event.listen(engine.sync_engine, "handle_error", name_missing_references)
        return engine
    engine = create_async_engine(
        url,
        echo=settings.debug,
        hide_parameters=True,
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        pool_timeout=settings.database_pool_timeout,
        connect_args=connect_args(url, settings),
        skip_autocommit_rollback=True,
    )
    event.listen(engine.sync_engine, "begin", _begin_postgresql)
    event.listen(engine.sync_engine, "handle_error", hide_values)
    ping_what_was_idle(engine.sync_engine)
    return engine


def _is_autocommit(session: AsyncSession) -> bool:
    """Whether each statement of a session is committed by itself."""
    return bool(session.get_bind().get_execution_options().get(AUTOCOMMIT, False))


def _begin_postgresql(connection: Connection) -> None:
    # An isolation level would do, but SQLAlchemy sets it for each request and back after it.
    options = connection.get_execution_options()
    driver: Any = connection.connection.dbapi_connection
    wanted = options.get(AUTOCOMMIT, False)
    if driver.autocommit != wanted and "isolation_level" not in options:
        driver.autocommit = wanted


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own transactions leave out DDL and SAVEPOINT; ours begin in the hook below.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # Its own knows the letters of ASCII only; searches compare what this gives.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _end_sqlite(
    connection: DBAPIConnection, record: ConnectionPoolEntry, state: PoolResetState
) -> None:
    # A commit that fails leaves its transaction open, with the lock, while SQLAlchemy takes it
    # for ended: whoever got the connection next could not begin.
    driver: Any = record.driver_connection
    if state.asyncio_safe and driver is not None and driver.in_transaction:
        connection.rollback()


def _lower(text: str | None) -> str | None:
    """Lower letter by letter as PostgreSQL does; Python alone looks at those beside a sigma."""
    return None if text is None else text.replace("\u03a3", "\u03c3").replace("\u0130", "i").lower()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(SQLITE_BEGIN, "BEGIN"))
