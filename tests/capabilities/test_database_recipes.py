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

IN_CONTAINER = "docker compose exec -T database "
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

    def recipe(self, title: str) -> list[str]:
        """The lines of a section of the page that run in the container of the database."""
        page = (self.project / "docs/operations.md").read_text()
        section = page.partition(f"## {title}\n")[2].partition("\n## ")[0]
        found = re.findall(rf"^{re.escape(IN_CONTAINER)}(.+)$", section, re.MULTILINE)
        assert found
        return found

    def run(self, line: str, directory: Path) -> None:
        """Run such a line."""
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
