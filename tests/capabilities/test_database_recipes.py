"""What `docs/operations.md` does to the database of compose, done to a server of the same roles."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url
from support import projects
from support.postgres import clients, running_server
from support.projects import Tools

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IN_CONTAINER = "docker compose exec (?:-T )?database "
READY = """
import asyncio
from httpx2 import ASGITransport, AsyncClient
from app.main import create_app

async def main():
    app = create_app()
    async with app.router.lifespan_context(app):
        async with AsyncClient(transport=ASGITransport(app), base_url="https://test") as client:
            print("answered", (await client.get("/ready")).status_code)

asyncio.run(main())
"""


@dataclass(frozen=True)
class Compose:
    """A project whose database was made as that of compose is."""

    project: Path
    server: str

    def url(self, database: str = "api", user: str = "application") -> str:
        """Of a database, for a role."""
        url = make_url(self.server).set(database=database, username=user, password="secret")
        return url.render_as_string(hide_password=False)

    def answers(self, url: str) -> bool:
        """Whether the application is ready on a database."""
        return "answered 200" in Tools(self.project, url).run("python", "-c", READY)

    def section(self, title: str) -> str:
        """A section of the page."""
        page = (self.project / "docs/operations.md").read_text()
        return page.partition(f"## {title}\n")[2].partition("\n## ")[0]

    def recipe(self, title: str) -> list[str]:
        """The lines of a section that run in the container of the database."""
        found = re.findall(rf"^{IN_CONTAINER}(.+)$", self.section(title), re.MULTILINE)
        assert found
        return found

    def ask(self, statements: str) -> psycopg.Cursor[tuple[object, ...]]:
        """Run statements as the superuser, connected with the application's database."""
        with psycopg.connect(self.url(user="postgres"), autocommit=True) as connection:
            return connection.execute(statements.encode())

    def run(self, line: str, directory: Path, typed: str = "") -> None:
        """Run such a line, without a terminal."""
        environment = os.environ | {
            "PATH": f"{clients()}{os.pathsep}{os.environ['PATH']}",
            "PGHOST": str(conninfo_to_dict(self.server)["host"]),
        }
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=directory,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            input=typed,
            # Who asks for a password looks for a terminal before the input.
            start_new_session=True,
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture
def compose(tmp_path) -> Iterator[Compose]:
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("docker",))
    assert projects.add_inline(project, "notes", "title:str").status == "ok"
    with running_server() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE api")
        found = Compose(project, server)
        script = project / "deploy/database/application.sql"
        strict = "--no-psqlrc --set=ON_ERROR_STOP=1 --username postgres --dbname api"
        found.run(f"POSTGRES_PASSWORD=secret psql {strict} --file {script}", tmp_path)
        Tools(project, found.url()).run("alembic", "upgrade", "head")
        yield found


def test_a_version_is_ready_on_what_was_restored(compose, tmp_path):
    *restoring, dropping = compose.recipe("Backups")

    for line in restoring:
        compose.run(line, tmp_path)
    assert compose.answers(compose.url("restored"))

    compose.run(dropping, tmp_path)


def test_the_role_of_compose_gets_another_password(compose, tmp_path):
    stored = "SELECT rolpassword FROM pg_authid WHERE rolname = 'application'"
    before = compose.ask(stored).fetchone()

    (line,) = compose.recipe("The password of the database")
    compose.run(line, tmp_path, typed="another\nanother\n")

    assert compose.ask(stored).fetchone() != before


def test_one_role_takes_the_place_of_another_without_a_gap(compose):
    section = compose.section("The password of the database")
    once, added, removed = re.findall(r"```sql\n(.+?)```", section, re.DOTALL)
    first, second = compose.url(), compose.url(user="application_2")

    # Sessions of before, which do not know of the owner yet, go on.
    with psycopg.connect(first) as connection:
        compose.ask(once + added)
        connection.execute("SELECT * FROM notes")
        connection.execute("CREATE TABLE made_by_the_first ()")
    for url in (first, second):
        assert compose.answers(url)
        Tools(compose.project, url).run("alembic", "downgrade", "base")
        Tools(compose.project, url).run("alembic", "upgrade", "head")
    compose.ask(removed)

    assert compose.answers(second)
    owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
    assert compose.ask(owners).fetchall() == [("application_owner",)]
