"""Removing a feature whose table may have rows: the next migration deletes them for good."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import psycopg
import pytest
from support import projects
from support.postgres import fresh_database, running_server
from support.projects import Tools

from fastscaffold import tasks
from fastscaffold.scratch import scratch_copies

pytestmark = pytest.mark.any_python

NOTES = "version: 1\nfeature: notes\nfields:\n  title: str(80)\n"
TAGS = """
version: 1
features:
  tags:
    fields: {name: str}
  notes:
    fields: {title: str}
    relations: {tags: {kind: many_to_many, to: tags}}
"""
AUTHOR = ("-c", "user.name=x", "-c", "user.email=x@example.com")


def applied(project, *tables, filled=()):
    """Make the database as it is once all migrations were applied."""
    newest = max((project / "migrations/versions").glob("*.py"))
    match = re.search(r'^revision\b.*"(\w+)"$', newest.read_text(), re.MULTILINE)
    assert match is not None
    with closing(sqlite3.connect(project / "app.db")) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (match[1],))
        for table in tables:
            connection.execute(f'CREATE TABLE "{table}" (id INTEGER)')
        for table in filled:
            connection.execute(f'INSERT INTO "{table}" VALUES (1)')


def told(result):
    return [each.message for each in result.warnings if each.code == "migration.rows"]


def test_rows_that_are_there_are_named(project):
    projects.add(project, NOTES)
    applied(project, "notes", filled=["notes"])

    result = projects.remove(project, "notes")

    assert told(result) == [
        "The next `make migrate` deletes the rows of notes: app.db has some. Back up first."
    ]
    assert result.next == ("make migrate",)
    (warning,) = result.warnings
    assert warning.path is not None
    assert "drop_notes" in warning.path
    assert "docs/operations.md" in (warning.hint or "")


def test_those_of_tables_between_features_are_named_too(project):
    projects.add(project, TAGS)
    tables = ["notes", "tags", "notes_tags"]
    with_links = [table for table in tables if table != "tags"]
    applied(project, *tables, filled=with_links)

    (message,) = told(projects.remove(project, "notes", "tags"))

    assert "rows of " in message
    assert "notes_tags" in message
    assert " tags" not in message


def test_where_it_was_applied_there_may_be_rows_elsewhere(project):
    projects.add(project, NOTES)
    applied(project, "notes")

    (message,) = told(projects.remove(project, "notes"))

    assert "the rows of notes: there may be some." in message


def test_on_a_server_it_may_have_been_applied_where_others_have_it(project, tmp_path):
    projects.add(project, NOTES)
    environment = project / ".env"
    environment.write_text("DATABASE_URL=postgresql+asyncpg://app@localhost/app\n")
    tasks.git_init(project)
    remote = tmp_path / "remote.git"
    for command in (
        ["add", "-A"],
        [*AUTHOR, "commit", "-qm", "x"],
        ["init", "-q", "--bare", str(remote)],
        ["remote", "add", "origin", str(remote)],
        ["push", "-q", "origin", "HEAD"],
    ):
        subprocess.run(["git", *command], cwd=project, check=True)

    (message,) = told(projects.remove(project, "notes"))

    assert "the rows of notes: there may be some." in message


def test_nothing_is_lost_where_the_migration_was_never_applied(project):
    projects.add(project, NOTES)
    projects.add_inline(project, "tags", "name:str")

    result = projects.remove(project, "notes")

    assert [each.code for each in result.notices] == ["migration.drop"]
    assert told(result) == []


def test_nothing_is_lost_where_the_migration_goes_as_well(project):
    projects.add(project, NOTES)

    result = projects.remove(project, "notes")

    assert told(result) == []
    assert not list((project / "migrations/versions").glob("*notes*.py"))


def committed(project):
    tasks.git_init(project)
    for command in (["add", "-A"], [*AUTHOR, "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=project, check=True)


def test_without_a_database_what_is_committed_may_be_applied_elsewhere(project):
    projects.add(project, NOTES)
    committed(project)

    result = projects.remove(project, "notes")

    assert [each.code for each in result.notices] == ["migration.drop"]
    assert "there may be some." in told(result)[0]


def test_where_the_database_says_it_was_not_applied_it_goes_though_committed(project):
    projects.add(project, NOTES)
    committed(project)
    (project / "app.db").touch()

    result = projects.remove(project, "notes")

    assert result.notices == ()
    assert not list((project / "migrations/versions").glob("*notes*.py"))


@pytest.mark.parametrize(
    "line",
    [
        "export DATABASE_URL=sqlite:///./app.db",
        "DATABASE_URL=sqlite:///./app.db # local",
        'DATABASE_URL="sqlite:///./app.db?timeout=5" # local',
    ],
)
def test_the_file_is_found_however_env_names_it(project, line):
    projects.add(project, NOTES)
    (project / ".env").write_text(f"DATABASE_URL=sqlite:///./other.db\n{line}\n")
    applied(project, "notes")

    result = projects.remove(project, "notes")

    assert [each.code for each in result.notices] == ["migration.drop"]


# In a process of its own: connections of one process share what they know of the log.
APPLICATION = """
import sqlite3
import sys

path, *statements = sys.argv[1:]
connection = sqlite3.connect(path)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
with connection:
    for statement in statements:
        connection.execute(statement)
print("serving", flush=True)
sys.stdin.read()
connection.close()
"""


@contextmanager
def in_use(project, *statements):
    """The database as it is while the application runs: the newest is in the journal alone."""
    command = [sys.executable, "-c", APPLICATION, project / "app.db", *statements]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as application:
        assert application.stdout is not None
        assert application.stdout.readline() == "serving\n"
        assert (project / "app.db-wal").stat().st_size
        yield
        application.communicate()


def test_what_is_applied_while_the_application_runs_is_seen(project):
    projects.add(project, NOTES)
    applied(project, "notes")
    with closing(sqlite3.connect(project / "app.db")) as connection, connection:
        ((revision,),) = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        connection.execute("DELETE FROM alembic_version")
    before = (project / "app.db").read_bytes()
    now = f"INSERT INTO alembic_version VALUES ('{revision}')"

    with in_use(project, now, "INSERT INTO notes VALUES (1)"):
        seen = {path: path.read_bytes() for path in project.glob("app.db*")}
        result = projects.remove(project, "notes")
        assert {path: path.read_bytes() for path in project.glob("app.db*")} == seen

    assert before != (project / "app.db").read_bytes()
    assert [each.code for each in result.notices] == ["migration.drop"]
    assert "app.db has some" in told(result)[0]


@pytest.fixture
def copied(monkeypatch):
    """The files that are copied to be read."""
    names = []

    def watched(*paths):
        names.extend(path.name for path in paths)
        return scratch_copies(*paths)

    monkeypatch.setattr("fastscaffold.project.applied.scratch_copies", watched)
    return names


def test_nothing_is_copied_while_the_application_runs(project, copied):
    projects.add(project, NOTES)
    applied(project, "notes")

    with in_use(project, "INSERT INTO notes VALUES (1)"):
        result = projects.remove(project, "notes")

    assert "app.db has some" in told(result)[0]
    assert copied == []


def test_a_log_without_its_index_is_read_from_a_copy(project, copied, tmp_path):
    projects.add(project, NOTES)
    applied(project, "notes")
    saved = tmp_path / "saved"
    saved.mkdir()
    with in_use(project, "INSERT INTO notes VALUES (1)"):
        for name in ("app.db", "app.db-wal"):
            shutil.copyfile(project / name, saved / name)
    for path in saved.iterdir():
        path.replace(project / path.name)

    result = projects.remove(project, "notes")

    assert "app.db has some" in told(result)[0]
    assert set(copied) == {"app.db", "app.db-wal"}
    assert sorted(path.name for path in project.glob("app.db*")) == ["app.db", "app.db-wal"]


def test_a_file_that_cannot_be_read_may_have_everything_applied(project):
    projects.add(project, NOTES)
    (project / "app.db").write_bytes(b"encrypted" * 1000)

    result = projects.remove(project, "notes")

    assert [each.code for each in result.notices] == ["migration.drop"]
    assert "there may be some." in told(result)[0]


@pytest.fixture
def on_server(project):
    (project / ".env").write_text("DATABASE_URL=postgresql+asyncpg://app@localhost/app\n")
    tasks.git_init(project)
    return project


def test_on_a_server_a_committed_migration_may_have_been_applied(on_server):
    projects.add(on_server, NOTES)
    committed(on_server)

    result = projects.remove(on_server, "notes")

    assert [each.code for each in result.notices] == ["migration.drop"]
    assert [each.code for each in result.warnings] == ["migration.rows"]


def test_on_a_server_it_is_said_how_one_that_goes_is_undone(on_server):
    projects.add_inline(on_server, "tags", "name:str")
    (kept,) = (on_server / "migrations/versions").glob("*tags*.py")
    match = re.search(r'^revision\b.*"(\w+)"$', kept.read_text(), re.MULTILINE)
    assert match is not None
    projects.add(on_server, NOTES)

    (warning,) = projects.remove(on_server, "notes").warnings

    assert warning.code == "migration.unknown"
    assert '`DROP TABLE IF EXISTS "notes"`' in warning.message
    assert f"`alembic stamp --purge {match[1]}`" in warning.message
    assert f"`alembic downgrade {match[1]}`" in (warning.hint or "")


def test_of_several_that_go_nothing_is_named_that_is_gone(on_server):
    stays = max((on_server / "migrations/versions").glob("*.py"))
    projects.add_inline(on_server, "tags", "name:str")
    projects.add(on_server, NOTES)

    (warning,) = projects.remove(on_server, "notes", "tags").warnings

    assert '`DROP TABLE IF EXISTS "notes", "tags"`' in warning.message
    (named,) = re.findall(r"`alembic stamp --purge (\w+)`", warning.message)
    assert f'"{named}"' in stays.read_text()
    assert re.search(r"notes\.py or \S+tags\.py ", warning.message)


def test_on_a_server_one_that_makes_other_tables_stays_as_it_is(on_server):
    projects.add(on_server, TAGS)
    made = max((on_server / "migrations/versions").glob("*.py"))
    before = made.read_bytes()

    result = projects.remove(on_server, "notes")

    assert made.read_bytes() == before
    assert [each.code for each in result.notices] == ["migration.drop"]
    assert [each.code for each in result.warnings] == ["migration.rows"]


@pytest.fixture(scope="module")
def server():
    with running_server() as url:
        yield url


@pytest.fixture
def migrated(project, server):
    """A project whose database has the migration of two features, and a way to run Alembic."""
    environment = project / ".env"
    of_server = "DATABASE_URL=postgresql://app@localhost/app\n"
    environment.write_text(f"{environment.read_text()}\n{of_server}")
    projects.add(project, TAGS)
    with fresh_database(server) as url:
        tools = Tools(project, url)
        tools.run("alembic", "upgrade", "head")
        with psycopg.connect(url, autocommit=True) as connection:
            yield project, tools, connection


def tables_of(connection):
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    ours = {"labels", "notes", "notes_tags", "tags"}
    return ours & {name for (name,) in connection.execute(query)}


@pytest.mark.slow
def test_what_is_removed_from_a_migration_of_several_is_dropped_by_the_next(migrated):
    project, tools, connection = migrated
    assert tables_of(connection) == {"notes", "tags", "notes_tags"}

    projects.remove(project, "notes")
    tools.run("alembic", "upgrade", "head")

    assert tables_of(connection) == {"tags"}


@pytest.mark.slow
@pytest.mark.parametrize("by_hand", [True, False], ids=["by hand", "by the same command"])
def test_what_is_said_of_a_migration_that_goes_holds_when_it_is_gone(migrated, by_hand):
    project, tools, connection = migrated
    (warning,) = projects.remove(project, "notes", "tags").warnings
    assert not list((project / "migrations/versions").glob("*tags*.py"))

    if by_hand:
        drop, stamp = re.findall("`([^`]+)`", warning.message)
        connection.execute(drop)
        tools.run(*stamp.split())
    else:
        _, downgrade = re.findall("`([^`]+)`", warning.hint or "")
        projects.add(project, TAGS)
        tools.run(*downgrade.split())
        projects.remove(project, "notes", "tags")

    assert tables_of(connection) == set()
    projects.add_inline(project, "labels", "name:str")
    tools.run("alembic", "upgrade", "head")
    assert tables_of(connection) == {"labels"}
