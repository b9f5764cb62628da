"""Fixtures of all tests. The schema is made once, by the migrations; each test is rolled back."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from os import environ
from pathlib import Path
from typing import Self

import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from pydantic_settings import SettingsConfigDict
from sqlalchemy import Engine, event, inspect
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from starlette.datastructures import State

from app.config import PROJECT_ROOT, Settings
from app.core.database import Base, Database, ReadSession, create_engine, open_database
from app.core.logging import configure_logging
from app.main import create_app
from app.resources import add_resources
from tests.documented import StatusWatch
from tests.fixtures import part_settings
from tests.postgres import embedded_postgres


@contextmanager
def logging_kept() -> Generator[None, None, None]:
    """Leave the logging of the process as it was: handlers of tests write to where tests end."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


SECRETS = {
    name: f"Zx8-tests-only-Qw3_Lm5.Vb7+Hn9/{name}"
    for name, field in Settings.model_fields.items()
    if field.is_required()
}
# What the project's parts bring along for their tests.
pytest_plugins = [
    f"tests.fixtures.{path.stem}"
    for path in sorted((Path(__file__).parent / "fixtures").glob("[!_]*.py"))
]


class IsolatedSettings(Settings):
    """Settings that neither the environment nor a file has a say in."""

    model_config = SettingsConfigDict(env_file=None, env_prefix="NO_VARIABLE_HAS_THIS_PREFIX_")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--postgres``: run on a PostgreSQL that is started for the purpose."""
    parser.addoption("--postgres", action="store_true", help="test on an embedded PostgreSQL")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse processes that would make and drop each other's tables; quiet the client."""
    if environ.get("TEST_DATABASE_URL") and config.getoption("numprocesses", None):
        raise pytest.UsageError("All processes would share TEST_DATABASE_URL: leave out -n")
    # The application logs each request itself.
    logging.getLogger("httpx2").setLevel(logging.WARNING)


@pytest.fixture(scope="session")
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[str, None, None]:
    """``TEST_DATABASE_URL``, an embedded PostgreSQL, or by default a SQLite file."""
    if url := environ.get("TEST_DATABASE_URL"):
        yield url
    elif request.config.getoption("--postgres"):
        with embedded_postgres() as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.db'}"


def settings_for(database_url: str) -> Settings:
    """Settings that depend on nothing outside of the tests."""
    # Patient enough for a machine that is busy.
    patient = {
        "readiness_timeout": 30,
        "slow_request_ms": 30_000,
        "database_connect_timeout": 30,
        "database_lock_timeout": 60,
        "database_statement_timeout": 120,
        "database_idle_timeout": 600,
    }
    values = {**SECRETS, **patient, **part_settings(), "database_url": database_url}
    return IsolatedSettings.model_validate(values)


@pytest.fixture(scope="session")
def settings(database_url: str) -> Settings:
    """The settings of the tests."""
    return settings_for(database_url)


@pytest.fixture(scope="session")
def alembic_config(settings: Settings) -> Config:
    """Alembic, on the database of the tests."""
    config = Config(PROJECT_ROOT / "alembic.ini")
    config.attributes["settings"] = settings
    return config


async def tables(settings: Settings) -> list[str]:
    """The tables of a database, but for that of Alembic."""
    engine = create_engine(settings)
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda plain: inspect(plain).get_table_names())
    await engine.dispose()
    return [name for name in found if name != "alembic_version"]


@pytest.fixture(scope="session")
def migrated(alembic_config: Config, settings: Settings) -> Generator[None, None, None]:
    """A database at the newest revision, left empty in the end."""
    if found := asyncio.run(tables(settings)):
        pytest.exit(f"The tests would drop what is in their database: {', '.join(found)}", 2)
    command.upgrade(alembic_config, "head")
    yield
    command.downgrade(alembic_config, "base")


@pytest.fixture(scope="session")
async def engine_database(settings: Settings, migrated: None) -> AsyncGenerator[Database, None]:
    """The database itself: what is committed here stays for the tests that follow."""
    del migrated
    database = open_database(settings)
    async with database.running():
        yield database


async def ask_at_once(function: Callable[..., object], *args: object, **kwargs: object) -> object:
    """Ask SQLite in this thread: aiosqlite's own costs more than most of the answers."""
    return function(*args, **kwargs)


@pytest.fixture
async def database(
    engine_database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Database, None]:
    """A database for one test: all its sessions share a transaction that is rolled back."""
    async with engine_database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            driver = (await connection.get_raw_connection()).driver_connection
            # A private name: a release that has none is asked as ever, and coverage misses lines.
            monkeypatch.setattr(driver, "_execute", ask_at_once, raising=False)
        transaction = await connection.begin()
        sessions = async_sessionmaker(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
        readers = async_sessionmaker(
            connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
            sync_session_class=ReadSession,
        )
        yield replace(engine_database, sessions=sessions, readers=readers, snapshots=readers)
        await transaction.rollback()


@pytest.fixture
async def session(database: Database) -> AsyncGenerator[AsyncSession, None]:
    """A session to prepare rows with, and to look at what a request has stored."""
    async with database.sessions() as session:
        yield session


@pytest.fixture(autouse=True)
def _own_logging() -> Generator[None, None, None]:
    """Undo what an application does to the logging of the process."""
    with logging_kept():
        yield


@pytest.fixture(scope="session")
def undocumented() -> set[str]:
    """Statuses that endpoints answered with during a test, and that OpenAPI does not name."""
    return set()


@pytest.fixture(scope="session")
def shared_app(settings: Settings, undocumented: set[str]) -> FastAPI:
    """The application, put together once: its routes are prepared at the first request."""
    with logging_kept():
        app = create_app(settings)
    app.add_middleware(StatusWatch, paths=app.openapi()["paths"], undocumented=undocumented)
    return app


@pytest.fixture(scope="session")
def unused_database(settings: Settings) -> Database:
    """What the application opens for itself before a test gives it another."""
    return open_database(settings)


@pytest.fixture
def app(
    shared_app: FastAPI,
    settings: Settings,
    database: Database,
    unused_database: Database,
    undocumented: set[str],
) -> Generator[FastAPI, None, None]:
    """The application on the database of the test; what the test adds to it goes with the test."""

    def open_unused(_: Settings) -> Database:
        return unused_database

    routes = list(shared_app.routes)
    configure_logging(settings)
    shared_app.state = State({"settings": settings})
    with pytest.MonkeyPatch.context() as patch:
        # Engines take longer than all its other resources.
        patch.setattr("app.core.database.open_database", open_unused)
        add_resources(shared_app, settings)
    shared_app.state.database = database
    yield shared_app
    shared_app.dependency_overrides.clear()
    if shared_app.routes != routes:
        shared_app.routes[:] = routes
        shared_app.openapi_schema = None
    left_out = sorted(undocumented)
    undocumented.clear()
    # Name them where the endpoint is declared: responses=error_responses(404).
    assert left_out == [], "OpenAPI does not name what was answered"


@pytest.fixture
async def client(app: FastAPI) -> AsyncGenerator[AsyncClient, None]:
    """A client of the application. Unexpected errors are answered, as a server would."""
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="https://test") as client:
        yield client


@pytest.fixture
async def committed(app: FastAPI, engine_database: Database) -> AsyncGenerator[AsyncSession, None]:
    """A session that stores rows for good, for requests that race; the end removes all rows."""
    app.state.database = engine_database
    async with engine_database.sessions() as session:
        yield session
    async with engine_database.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(table.delete())


@dataclass(slots=True)
class Queries:
    """Remembers the statements that run: ``with query_count: ...; query_count.count <= 2``."""

    engine: Engine
    statements: list[str] = field(default_factory=list[str])

    @property
    def count(self) -> int:
        """How many ran."""
        return len(self.statements)

    def __enter__(self) -> Self:
        self.statements.clear()
        event.listen(self.engine, "before_cursor_execute", self._remember)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._remember)

    def _remember(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.statements.append(statement)


@pytest.fixture
def query_count(engine_database: Database) -> Queries:
    """Counts the queries of a ``with`` block, to find those that grow with the rows."""
    return Queries(engine_database.engine.sync_engine)
