"""Revisions that are written from the models run, in both directions."""

from argparse import Namespace
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from io import StringIO
from os import pathsep
from pathlib import Path
from sqlite3 import IntegrityError, connect
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from pydantic import SecretStr
from sqlalchemy import Boolean, CheckConstraint, Column, Enum, Integer, String, Table, false, true

from app.config import PROJECT_ROOT, Settings
from app.core.database import Base
from app.core.types import checked_enum


class State(StrEnum):
    OPEN = "open"
    NOON = "o'clock"


@pytest.fixture
def told() -> StringIO:
    """What Alembic prints."""
    return StringIO()


@pytest.fixture
def config(settings: Settings, tmp_path: Path, told: StringIO) -> Config:
    """Alembic on a new SQLite file, with revisions of its own behind the project's."""
    config = Config(PROJECT_ROOT / "alembic.ini", stdout=told)
    url = SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'fresh.db'}")
    config.attributes["settings"] = settings.model_copy(update={"database_url": url})
    versions = PROJECT_ROOT / "migrations" / "versions"
    config.set_main_option("version_locations", f"{versions}{pathsep}{tmp_path}")
    command.upgrade(config, "head")
    return config


@contextmanager
def stalls(*more: Column[Any] | CheckConstraint) -> Generator[None, None, None]:
    """Models that have a table which the project has not."""
    # No feature has a table with such a name.
    key = Column("id", Integer(), primary_key=True)
    table = Table("_stalls", Base.metadata, key, *more, sqlite_autoincrement=True)
    try:
        yield
    finally:
        Base.metadata.remove(table)


def state() -> Column[str]:
    """A column of an enum."""
    return Column("state", checked_enum(State, name="mood"))


def held_to(*values: str) -> Column[str]:
    """The same, of some values."""
    return Column("state", Enum(*values, name="mood", native_enum=False, create_constraint=True))


def write(config: Config, name: str, tmp_path: Path) -> str:
    """Write a revision from the models, as ``make migration`` does."""
    config.cmd_opts = Namespace(autogenerate=True, cmd=(None,))
    command.revision(config, name, autogenerate=True, version_path=str(tmp_path))
    config.cmd_opts = None
    (path,) = tmp_path.glob(f"*_{name}.py")
    return path.read_text()


def make(config: Config, name: str, tmp_path: Path) -> None:
    """Write a revision, and run it."""
    write(config, name, tmp_path)
    command.upgrade(config, "head")


def store(tmp_path: Path, statement: str, *values: str) -> None:
    """Run a statement on the SQLite file."""
    with closing(connect(tmp_path / "fresh.db")) as connection, connection:
        connection.execute(statement, values)


def allowed(tmp_path: Path) -> list[str]:
    """Those of three states that a row may have."""
    states: list[str] = []
    for state in ("open", "lost", "sold"):
        with suppress(IntegrityError):
            store(tmp_path, "INSERT INTO _stalls (state) VALUES (?)", state)
            states.append(state)
    store(tmp_path, "DELETE FROM _stalls")
    return states


def test_none_is_written_from_a_database_that_is_behind(config: Config, tmp_path: Path) -> None:
    with stalls():
        write(config, "stalls", tmp_path)

        with pytest.raises(CommandError, match="run `make migrate` first"):
            write(config, "again", tmp_path)


def test_a_database_with_a_revision_of_other_code_is_not_said_to_be_behind(
    config: Config, tmp_path: Path
) -> None:
    with stalls():
        make(config, "elsewhere", tmp_path)
    (path,) = tmp_path.glob("*_elsewhere.py")
    path.unlink()

    with pytest.raises(CommandError, match="Can't locate revision"):
        write(config, "stalls", tmp_path)


def test_a_column_of_an_enum_is_added_with_its_check(config: Config, tmp_path: Path) -> None:
    with stalls():
        make(config, "stalls", tmp_path)
    store(tmp_path, "INSERT INTO _stalls VALUES (1)")

    with stalls(state()):
        make(config, "states", tmp_path)
        command.downgrade(config, "-1")
        command.upgrade(config, "head")
        command.check(config)

    store(tmp_path, "UPDATE _stalls SET state = 'o''clock'")
    with pytest.raises(IntegrityError, match="ck__stalls_mood"):
        store(tmp_path, "UPDATE _stalls SET state = 'closed'")


def test_a_column_of_an_enum_goes_with_its_check_and_comes_back_with_it(
    config: Config, tmp_path: Path
) -> None:
    with stalls(state()):
        make(config, "stalls", tmp_path)
    store(tmp_path, "INSERT INTO _stalls VALUES (1, 'open')")

    with stalls():
        make(config, "states", tmp_path)
        command.check(config)

    command.downgrade(config, "-1")
    store(tmp_path, "UPDATE _stalls SET state = 'o''clock'")
    with pytest.raises(IntegrityError, match="ck__stalls_mood"):
        store(tmp_path, "UPDATE _stalls SET state = 'closed'")
    command.upgrade(config, "head")


@pytest.mark.parametrize(
    ("old", "new"),
    [(["open"], ["open", "lost"]), (["open", "lost"], ["open"])],
    ids=["more", "fewer"],
)
def test_a_check_is_made_anew_with_the_values_that_the_enum_has(
    config: Config, tmp_path: Path, told: StringIO, old: list[str], new: list[str]
) -> None:
    with stalls(held_to(*old)):
        make(config, "stalls", tmp_path)
    with stalls(held_to(*new)):
        make(config, "states", tmp_path)

    assert allowed(tmp_path) == new
    command.downgrade(config, "-1")
    assert allowed(tmp_path) == old
    failing = "downgrade" if "lost" in new else "upgrade"
    assert f"{failing} fails where _stalls.state is lost." in told.getvalue()


@pytest.mark.parametrize("length", [4, 20])
def test_a_column_that_becomes_one_of_an_enum_gets_its_check(
    config: Config, tmp_path: Path, told: StringIO, length: int
) -> None:
    with stalls(Column("state", String(length))):
        make(config, "stalls", tmp_path)
    with stalls(held_to("open", "lost")):
        make(config, "states", tmp_path)

    assert allowed(tmp_path) == ["open", "lost"]
    command.downgrade(config, "-1")
    assert allowed(tmp_path) == ["open", "lost", "sold"]
    assert "upgrade fails where _stalls.state is none of open, lost." in told.getvalue()


def test_a_check_and_a_length_that_change_together_are_told(
    config: Config, tmp_path: Path, told: StringIO
) -> None:
    with stalls(held_to("open")):
        make(config, "stalls", tmp_path)
    with stalls(held_to("open", "closed")):
        write(config, "states", tmp_path)

    by_hand = "By hand, as docs/operations.md shows: _stalls.state is to allow open, closed."
    assert by_hand in told.getvalue().splitlines()


def test_no_key_is_given_again_where_a_table_is_made_anew(config: Config, tmp_path: Path) -> None:
    with stalls():
        make(config, "stalls", tmp_path)
    store(tmp_path, "INSERT INTO _stalls VALUES (7)")
    store(tmp_path, "DELETE FROM _stalls")

    with stalls(state()):
        make(config, "states", tmp_path)
    command.downgrade(config, "-1")

    store(tmp_path, "INSERT INTO _stalls DEFAULT VALUES")
    store(tmp_path, "DELETE FROM _stalls WHERE id = 8")
    command.upgrade(config, "head")
    with closing(connect(tmp_path / "fresh.db")) as connection:
        (key,) = connection.execute("INSERT INTO _stalls (state) VALUES ('open') RETURNING id")
    assert key == (9,)


def test_what_checks_of_one_table_have_in_common_is_told_once(
    config: Config, tmp_path: Path, told: StringIO
) -> None:
    def moods(*values: str) -> Generator[Column[str], None, None]:
        for name in ("before", "after"):
            kind = Enum(*values, name=name, native_enum=False, create_constraint=True)
            yield Column(name, kind)

    with stalls(*moods("open", "lost")):
        make(config, "stalls", tmp_path)
    told.truncate(0)
    with stalls(*moods("open")):
        write(config, "states", tmp_path)

    notes = [line for line in told.getvalue().splitlines() if "docs/operations.md" in line]
    assert len(notes) == len({*notes}) == 3
    assert "while its rows are read" in notes[-1]


def test_another_check_of_a_column_that_goes_is_told(
    config: Config, tmp_path: Path, told: StringIO
) -> None:
    size, check = Column("size", Integer()), CheckConstraint("size <> 0", name="size_min")
    with stalls(size, check, state()):
        make(config, "stalls", tmp_path)

    with stalls(state()):
        write(config, "sizes", tmp_path)

    assert told.getvalue().splitlines()[-1] == (
        "By hand, as docs/operations.md shows: ck__stalls_size_min is to go before _stalls.size."
    )


def test_booleans_have_defaults_that_both_databases_take(config: Config, tmp_path: Path) -> None:
    def booleans() -> Generator[Column[bool], None, None]:
        for name, default in (("covered", true()), ("heated", false())):
            yield Column(name, Boolean(), server_default=default, nullable=False)

    with stalls():
        make(config, "stalls", tmp_path)
    with stalls(*booleans()):
        added = write(config, "add", tmp_path)
        command.upgrade(config, "head")
        command.check(config)
    with stalls():
        dropped = write(config, "drop", tmp_path)

    for written in (added, dropped):
        assert "server_default=sa.true()" in written
        assert "server_default=sa.false()" in written


def test_a_column_without_values_for_rows_that_are_there_is_told(
    config: Config, tmp_path: Path, told: StringIO
) -> None:
    with stalls():
        make(config, "stalls", tmp_path)
    told.truncate(0)

    with stalls(
        Column("size", Integer(), nullable=False),
        Column("rent", Integer(), nullable=False, server_default="1"),
        Column("floor", Integer()),
    ):
        write(config, "columns", tmp_path)

    by_hand = [line for line in told.getvalue().splitlines() if "By hand" in line]
    assert len(by_hand) == 1
    assert by_hand[0].endswith(": _stalls.size is to be filled before it is NOT NULL.")
