"""Migrations and models agree, in both directions."""

import re
import sys
from argparse import Namespace
from collections.abc import Generator, Iterable
from contextlib import closing
from enum import StrEnum
from io import StringIO
from os import environ, pathsep
from pathlib import Path
from sqlite3 import connect
from subprocess import run
from unittest.mock import Mock

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Column, Enum, MetaData, Table, Uuid, make_url
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import PROJECT_ROOT, Settings
from app.core import enum_checks
from app.core.database import NAMING_CONVENTION, Base, Database
from app.core.types import ExactDecimal, JSONVariant, UtcDateTime, checked_enum


@pytest.mark.usefixtures("migrated")
def test_the_models_need_no_further_migration(alembic_config: Config) -> None:
    command.check(alembic_config)


def test_migrations_go_down_and_up_again(settings: Settings, tmp_path: Path) -> None:
    url = SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'fresh.db'}")
    config = Config(PROJECT_ROOT / "alembic.ini")
    config.attributes["settings"] = settings.model_copy(update={"database_url": url})

    command.upgrade(config, "head")
    command.downgrade(config, "base")
    command.upgrade(config, "head")
    command.check(config)


TWICE = """
from alembic.config import main
for _ in range(2):
    main(["upgrade", "head"])
"""


def test_who_migrates_is_told_what_was_done(tmp_path: Path) -> None:
    done = run(  # noqa: S603 # words of our own
        [sys.executable, "-c", TWICE],
        cwd=PROJECT_ROOT,
        env=environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'told.db'}"},
        capture_output=True,
        text=True,
        check=True,
    )

    revisions = ScriptDirectory(str(PROJECT_ROOT / "migrations")).walk_revisions()
    expected = [f"Upgraded to {each.revision}: {each.doc}" for each in revisions]
    nothing = "Nothing to do: the database has every revision."
    *first, second = done.stdout.splitlines()
    assert sorted(first) == sorted(expected or [nothing])
    assert second == nothing


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


# No feature has a table with such names.
FAMILY = """
import sqlalchemy as sa
from alembic import op

revision = "family"
down_revision = {head!r}


def upgrade() -> None:
    op.create_table("_parents", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "_children",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("_parents.id", ondelete="CASCADE")),
    )
    op.execute("INSERT INTO _parents VALUES (1)")
    op.execute("INSERT INTO _children VALUES (1, 1)")


def downgrade() -> None:
    op.drop_table("_children")
    op.drop_table("_parents")
"""
CHANGE = """
import sqlalchemy as sa
from alembic import op

revision = "change"
down_revision = "family"


def upgrade() -> None:
    with op.batch_alter_table("_parents", recreate="always") as batch:
        batch.add_column(sa.Column("name", sa.String(9)))
    {more}


def downgrade() -> None:
    pass
"""


def family(tmp_path: Path, settings: Settings, more: str = "") -> Config:
    """Alembic on a new SQLite file, with a revision that alters a table that others refer to."""
    config = Config(PROJECT_ROOT / "alembic.ini")
    url = SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'fresh.db'}")
    config.attributes["settings"] = settings.model_copy(update={"database_url": url})
    head = ScriptDirectory.from_config(config).get_current_head()
    (tmp_path / "1_family.py").write_text(FAMILY.format(head=head))
    (tmp_path / "2_change.py").write_text(CHANGE.format(more=more))
    versions = PROJECT_ROOT / "migrations" / "versions"
    config.set_main_option("version_locations", f"{versions}{pathsep}{tmp_path}")
    return config


def children(tmp_path: Path) -> list[tuple[int, int]]:
    """What is in the table that refers to the altered one."""
    with closing(connect(tmp_path / "fresh.db")) as connection:
        return connection.execute("SELECT * FROM _children").fetchall()


def test_altering_a_table_keeps_the_rows_that_refer_to_it(
    settings: Settings, tmp_path: Path
) -> None:
    command.upgrade(family(tmp_path, settings), "change")

    assert children(tmp_path) == [(1, 1)]


def test_a_migration_that_leaves_dangling_rows_is_undone(
    settings: Settings, tmp_path: Path
) -> None:
    config = family(tmp_path, settings, more="op.execute('DELETE FROM _parents')")

    with pytest.raises(RuntimeError, match="_children"):
        command.upgrade(config, "change")

    command.upgrade(config, "family")
    assert children(tmp_path) == [(1, 1)]


PATIENCE = """
from alembic import op

revision = "patience"
down_revision = {head!r}


def upgrade() -> None:
    op.execute(
        "DO $$ BEGIN ASSERT current_setting('statement_timeout') = '0'"
        " AND current_setting('idle_in_transaction_session_timeout') = '0'"
        " AND current_setting('lock_timeout') = '{lock_timeout}s'"
        " AND current_setting('timezone') = 'UTC'; END $$"
    )


def downgrade() -> None:
    pass
"""


# As the role that requests have behind a pooler.
LIMITED = (
    "-c timezone=Asia/Tokyo -c lock_timeout=1s -c statement_timeout=1s"
    " -c idle_in_transaction_session_timeout=1s"
)


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("options", ["", LIMITED], ids=["ours", "of-the-role"])
def test_migrations_may_take_long_but_do_not_wait_for_locks(
    settings: Settings, tmp_path: Path, options: str
) -> None:
    url = make_url(settings.database_url.get_secret_value())
    if url.get_backend_name() != "postgresql":
        pytest.skip("SQLite has no such limits.")
    config = Config(PROJECT_ROOT / "alembic.ini")
    if options:
        url = url.update_query_dict({"options": options})
    own = {
        "database_url": SecretStr(url.render_as_string(hide_password=False)),
        "database_session_options": not options,
        "database_lock_timeout": 7,
        "database_statement_timeout": 7,
        "database_idle_timeout": 7,
    }
    config.attributes["settings"] = settings.model_copy(update=own)
    head = ScriptDirectory.from_config(config).get_current_head()
    (tmp_path / "1_patience.py").write_text(PATIENCE.format(head=head, lock_timeout=7))
    versions = PROJECT_ROOT / "migrations" / "versions"
    config.set_main_option("version_locations", f"{versions}{pathsep}{tmp_path}")

    command.upgrade(config, "patience")
    command.downgrade(config, head or "base")


@pytest.fixture
def table_of_own_types() -> Generator[None, None, None]:
    """A table that no migration makes, with a column of each type of ours."""
    table = Table(
        "_own_types",
        Base.metadata,
        Column("id", Uuid(), primary_key=True),
        Column("at", UtcDateTime(), nullable=False),
        Column("price", ExactDecimal(10, 2)),
        Column("document", JSONVariant),
        Column("state", checked_enum(State, name="state")),
    )
    yield
    Base.metadata.remove(table)


@pytest.mark.usefixtures("table_of_own_types")
def test_a_migration_that_is_written_from_the_models_runs(
    settings: Settings, tmp_path: Path
) -> None:
    config = family(tmp_path, settings)
    command.upgrade(config, "change")

    command.revision(config, "own types", autogenerate=True, version_path=str(tmp_path))

    (path,) = tmp_path.glob("*_own_types.py")
    assert "app." not in path.read_text()
    command.upgrade(config, "head")


def test_none_is_written_where_there_is_nothing_to_change(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = StringIO()
    config = Config(PROJECT_ROOT / "alembic.ini", stdout=told)
    url = SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'fresh.db'}")
    config.attributes["settings"] = settings.model_copy(update={"database_url": url})
    versions = PROJECT_ROOT / "migrations/versions"
    config.set_main_option("version_locations", f"{versions}{pathsep}{tmp_path}")
    command.upgrade(config, "head")
    config.cmd_opts = Namespace(autogenerate=True, cmd=(None,))

    other = enum_checks.DifferingCheck("shops", "state", "ck_shops_state", None, ["open"])
    for differing in ([], [other]):
        monkeypatch.setattr(enum_checks, "differing_checks", Mock(return_value=differing))
        command.revision(config, "nothing", autogenerate=True, version_path=str(tmp_path))

    *_, nothing, by_hand = told.getvalue().splitlines()
    assert nothing.startswith("Nothing to write: ")
    assert by_hand == "By hand, as docs/operations.md shows: shops.state is to allow open."
    assert list(tmp_path.glob("*.py")) == []


def written_as_sql() -> str:
    """What ``alembic upgrade --sql`` writes: all migrations, for PostgreSQL."""
    output = StringIO()
    config = Config(PROJECT_ROOT / "alembic.ini", stdout=output, output_buffer=output)
    command.upgrade(config, "head", sql=True)
    return output.getvalue()


def test_migrations_can_be_written_as_sql() -> None:
    script = ScriptDirectory(str(PROJECT_ROOT / "migrations"))

    written = written_as_sql()

    assert all(revision.revision in written for revision in script.walk_revisions())
    assert "Upgraded to" not in written


DECIMAL_TABLE = re.compile(r'(?:CREATE|ALTER) TABLE "?(\w+)')
DECIMAL_COLUMN = re.compile(r'(\w+)"?(?: TYPE)? NUMERIC\((\d+), (\d+)\)')


def decimals_of(sql: str) -> dict[str, tuple[int, int]]:
    """The digits that statements give to decimals, in all and behind the point."""
    found: dict[str, tuple[int, int]] = {}
    for statement in sql.split(";"):
        if table := DECIMAL_TABLE.search(statement):
            for column, *digits in DECIMAL_COLUMN.findall(statement):
                found[f"{table[1]}.{column}"] = (int(digits[0]), int(digits[1]))
    return found


def test_the_last_migration_says_how_many_digits_a_decimal_has() -> None:
    created = 'CREATE TABLE a (b NUMERIC(9, 2), "order" NUMERIC(9, 4) NOT NULL)'
    altered = "ALTER TABLE a ALTER COLUMN b TYPE NUMERIC(9, 3)"

    assert decimals_of(f"{created};\n{altered};") == {"a.b": (9, 3), "a.order": (9, 4)}


def test_decimals_have_the_digits_that_migrations_give_them() -> None:
    """Alembic sees only integers on SQLite, whose values another scale would shift."""
    migrated = decimals_of(written_as_sql())

    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, ExactDecimal):
                digits = column.type.precision, column.type.scale
                name = f"{table.name}.{column.name}"
                assert migrated.get(name, digits) == digits, f"{name}: see docs/operations.md"


async def test_checked_columns_allow_the_members_of_their_enums(engine_database: Database) -> None:
    async with engine_database.engine.connect() as connection:
        assert await connection.run_sync(enum_checks.differing_checks, Base.metadata) == []


@pytest.mark.parametrize(
    ("members", "differs"),
    [(["open", "o'clock"], False), (["open", "o'clock", "lost"], True), (["open"], True)],
    ids=["same", "more", "fewer"],
)
async def test_a_check_of_other_members_is_found(
    session: AsyncSession, members: list[str], *, differs: bool
) -> None:
    def column(name: str, *values: str, checked: bool = True) -> Column[str]:
        return Column(name, Enum(*values, name=name, native_enum=False, create_constraint=checked))

    def shops(*members: str, added: Iterable[Column[str]] = ()) -> MetaData:
        metadata = MetaData(naming_convention=NAMING_CONVENTION)
        size, colour = column("size", "small", "large"), column("colour", "red", checked=False)
        Table("_shops", metadata, column("state", *members), size, colour, *added)
        Table("not_made_yet", metadata, column("state", *members))
        return metadata

    connection = await session.connection()
    await connection.run_sync(shops("open", "o'clock").tables["_shops"].create)

    wanted = shops(*members, added=[column("mood", "good", "bad")])
    found = await connection.run_sync(enum_checks.differing_checks, wanted)

    before = ["open", "o'clock"]
    differing = enum_checks.DifferingCheck("_shops", "state", "ck__shops_state", before, members)
    assert found == ([differing] if differs else [])


async def test_a_check_is_found_whose_name_is_too_long_for_the_database(
    session: AsyncSession,
) -> None:
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    channel = checked_enum(State, name="preferred_notification_channel_of_renewals")
    Table("_customer_subscription_renewals", metadata, Column("channel", channel))
    connection = await session.connection()
    await connection.run_sync(metadata.create_all)

    assert await connection.run_sync(enum_checks.differing_checks, metadata) == []
