"""Indexes that migrations of the tests' own build while others write."""

import asyncio
from collections.abc import Generator
from contextlib import nullcontext
from io import StringIO
from os import pathsep
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.config import PROJECT_ROOT, Settings
from app.core.database import Database
from app.core.migrating import wait_for_turn

# No feature has a table with such a name.
TABLE = """
import sqlalchemy as sa
from alembic import op

revision = "busy_table"
down_revision = {head!r}


def upgrade() -> None:
    op.create_table("_busy", sa.Column("place", sa.Integer()), sa.Column("gone", sa.Integer()))


def downgrade() -> None:
    op.drop_table("_busy")
"""
INDEX = """
from alembic import op
from app.core.indexes import create_index_concurrently

revision = "busy_index"
down_revision = "busy_table"


def upgrade() -> None:
    create_index_concurrently("ix_busy", "_busy", ["place"], unique=True, where="gone IS NULL")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DO $$ BEGIN ASSERT current_setting('lock_timeout') = '1s'; END $$")


def downgrade() -> None:
    op.drop_index("ix_busy", "_busy")
"""
IDENTITY = text("SELECT to_regclass('ix_busy')::oid")
INSERT = text("INSERT INTO _busy (place, gone) VALUES (1, :gone)")


@pytest.fixture
def alembic(settings: Settings, tmp_path: Path, migrated: None) -> Generator[Config, None, None]:
    """Alembic, with a table that is there, and a revision that gives it an index."""
    del migrated
    config = Config(PROJECT_ROOT / "alembic.ini", output_buffer=StringIO())
    config.attributes["settings"] = settings.model_copy(update={"database_lock_timeout": 1})
    head = ScriptDirectory.from_config(config).get_current_head()
    (tmp_path / "table.py").write_text(TABLE.format(head=head))
    (tmp_path / "index.py").write_text(INDEX)
    versions = PROJECT_ROOT / "migrations" / "versions"
    config.set_main_option("version_locations", f"{versions}{pathsep}{tmp_path}")
    command.upgrade(config, "busy_table")
    yield config
    command.downgrade(config, head or "base")


async def test_an_index_that_could_not_be_built_is_built_again(
    alembic: Config, engine_database: Database
) -> None:
    async with engine_database.engine.begin() as connection:
        await connection.execute(INSERT, [{"gone": None}, {"gone": None}, {"gone": 1}])
    with pytest.raises(DBAPIError):
        await asyncio.to_thread(command.upgrade, alembic, "head")
    async with engine_database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM _busy WHERE gone IS NULL"))

    await asyncio.to_thread(command.upgrade, alembic, "head")

    async with engine_database.engine.begin() as connection:
        await connection.execute(INSERT, [{"gone": None}, {"gone": 1}])
    with pytest.raises(DBAPIError):
        async with engine_database.engine.begin() as connection:
            await connection.execute(INSERT, {"gone": None})


@pytest.mark.parametrize(
    ("existing", "is_kept"),
    [
        ("UNIQUE INDEX ix_busy ON _busy (place) WHERE gone IS NULL", True),
        ("UNIQUE INDEX ix_busy ON _busy (place) WHERE gone IS NOT NULL", False),
        ("UNIQUE INDEX ix_busy ON _busy (place)", False),
        ("INDEX ix_busy ON _busy (place) WHERE gone IS NULL", False),
        ("UNIQUE INDEX ix_busy ON _busy (gone) WHERE gone IS NULL", False),
        ("INDEX ix_busy ON alembic_version (version_num)", False),
    ],
)
async def test_an_index_that_is_valid_is_never_dropped(
    alembic: Config, engine_database: Database, existing: str, *, is_kept: bool
) -> None:
    if engine_database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite builds an index within the transaction.")
    async with engine_database.engine.begin() as connection:
        await connection.execute(text(f"CREATE {existing}"))
        built = await connection.scalar(IDENTITY)

    with nullcontext() if is_kept else pytest.raises(CommandError, match="ix_busy is another"):
        await asyncio.to_thread(command.upgrade, alembic, "head")

    async with engine_database.engine.begin() as connection:
        assert await connection.scalar(IDENTITY) == built
        if not is_kept:
            await connection.execute(text("DROP INDEX ix_busy"))


async def test_who_migrates_waits_for_who_does_already(
    alembic: Config, engine_database: Database
) -> None:
    if engine_database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one lock, which whoever writes waits for.")
    alembic.stdout = told = StringIO()
    async with engine_database.engine.connect() as other:
        await wait_for_turn(other, print)
        building = asyncio.create_task(asyncio.to_thread(command.upgrade, alembic, "head"))
        await asyncio.wait([building], timeout=0.5)
        assert not building.done()
        await other.invalidate()
    await building

    async with engine_database.engine.connect() as connection:
        assert await connection.scalar(IDENTITY) is not None
    assert told.getvalue().count("Somebody else migrates") == 1


async def test_an_index_waits_for_who_writes_however_long(
    alembic: Config, engine_database: Database
) -> None:
    if engine_database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one lock, and builds nothing while somebody writes.")
    async with engine_database.engine.begin() as connection:
        await connection.execute(INSERT, {"gone": None})
        building = asyncio.create_task(asyncio.to_thread(command.upgrade, alembic, "head"))
        await asyncio.wait([building], timeout=1.5)
        async with engine_database.engine.begin() as another:
            await another.execute(INSERT, {"gone": 1})
        assert not building.done()
    await building


def test_an_index_can_be_written_as_sql(alembic: Config) -> None:
    command.upgrade(alembic, "busy_table:busy_index", sql=True)

    output = alembic.output_buffer
    assert isinstance(output, StringIO)
    written = output.getvalue()
    unlimited = written.index("SET lock_timeout = 0")
    created = written.index("CREATE UNIQUE INDEX CONCURRENTLY ix_busy ON _busy (place)")
    limited = written.index("set_config('lock_timeout'")
    assert unlimited < created < limited
