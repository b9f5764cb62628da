"""Indexes that migrations of the tests' own build while others write."""

import asyncio
from collections.abc import Generator
from io import StringIO
from os import pathsep
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.config import PROJECT_ROOT, Settings
from app.core.database import Database

TABLE = """
import sqlalchemy as sa
from alembic import op

revision = "busy_table"
down_revision = {head!r}


def upgrade() -> None:
    op.create_table("busy", sa.Column("place", sa.Integer()), sa.Column("gone", sa.Integer()))


def downgrade() -> None:
    op.drop_table("busy")
"""
INDEX = """
from alembic import op
from app.core.indexes import create_index_concurrently

revision = "busy_index"
down_revision = "busy_table"


def upgrade() -> None:
    create_index_concurrently("ix_busy", "busy", ["place"], unique=True, where="gone IS NULL")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DO $$ BEGIN ASSERT current_setting('lock_timeout') = '1s'; END $$")


def downgrade() -> None:
    op.drop_index("ix_busy", "busy")
"""
INSERT = text("INSERT INTO busy (place, gone) VALUES (1, :gone)")


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
        await connection.execute(text("DELETE FROM busy WHERE gone IS NULL"))

    await asyncio.to_thread(command.upgrade, alembic, "head")

    async with engine_database.engine.begin() as connection:
        await connection.execute(INSERT, [{"gone": None}, {"gone": 1}])
    with pytest.raises(DBAPIError):
        async with engine_database.engine.begin() as connection:
            await connection.execute(INSERT, {"gone": None})


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
    dropped = written.index("DROP INDEX CONCURRENTLY IF EXISTS ix_busy")
    created = written.index("CREATE UNIQUE INDEX CONCURRENTLY ix_busy ON busy (place)")
    limited = written.index("set_config('lock_timeout'")
    assert unlimited < dropped < created < limited
