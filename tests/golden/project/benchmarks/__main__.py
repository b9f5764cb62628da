"""Measures the endpoints of the features: ``make bench``.

On a database of its own that is made for the purpose and goes again: PostgreSQL, or SQLite with
``--sqlite``. One process serves, as in production.
"""

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import chdir, contextmanager
from itertools import cycle
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.config import PROJECT_ROOT, Settings, SetWhenDeployed
from app.main import create_app, lifespan
from benchmarks.endpoints import Case, Cases, find_cases
from benchmarks.load import Measurement, load, request
from benchmarks.server import YARDSTICK
from tests.postgres import embedded_postgres
from tests.server import serving

# What would be in the way of a single client that asks as fast as it can, and without TLS.
LIFTED = {
    "ACCESS_TOKEN_SECONDS": "86400",
    "ENVIRONMENT": "production",
    "RATE_LIMIT_PER_MINUTE": "1000000000",
    "REQUIRE_HTTPS": "false",
    "TRUSTED_HOSTS": "127.0.0.1,localhost",
}
WARM_UP_SECONDS = 0.5
EXPLANATION = """\
The yardstick is a bare ASGI response of the same process, which nothing of the application is in:
compare the last column between machines, and the others on one machine.
"""


def environment(database_url: str) -> dict[str, str]:
    """Variables of a deployment that nothing else knows of."""
    variables: dict[str, str] = {}
    for name, field in Settings.model_fields.items():
        marks = [mark.example for mark in field.metadata if isinstance(mark, SetWhenDeployed)]
        if marks or field.is_required():
            variables[name.upper()] = marks[0] if marks else secrets.token_urlsafe(48)
    return variables | LIFTED | {"DATABASE_URL": database_url}


@contextmanager
def scratch_database(*, sqlite: bool) -> Generator[str, None, None]:
    """Make a database for the benchmark alone, and the directory to work in."""
    with tempfile.TemporaryDirectory(prefix="bench-") as directory, chdir(directory):
        if sqlite:
            yield f"sqlite:///{Path(directory) / 'bench.db'}"
        else:
            with embedded_postgres() as url:
                yield url


async def prepare() -> Cases:
    """Store rows, and find what can be asked for."""
    app = create_app()
    async with lifespan(app):
        return await find_cases(app)


async def measure(
    port: int, cases: Sequence[Case], *, connections: int, seconds: float, rounds: int
) -> AsyncGenerator[tuple[Case, Measurement], None]:
    """Measure each in turn, several times, so that a slow moment of the machine hits all alike.

    Each is given in the last round, as soon as it is measured.
    """
    results = {case.name: Measurement() for case in cases}
    for turn in range(1, rounds + 1):
        say(f"Round {turn} of {rounds}.")
        for case in cases:
            if turn == 1:
                warm_up = Measurement()
                await load(port, case.requests, warm_up, connections=1, seconds=WARM_UP_SECONDS)
            into = results[case.name]
            await load(port, case.requests, into, connections=connections, seconds=seconds)
            if turn == rounds:
                yield case, into


def say(line: str) -> None:
    """Print a line at once, also where it goes through a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def report(
    port: int, cases: Sequence[Case], *, connections: int, seconds: float, rounds: int
) -> None:
    """Measure, and print a row of each; the first is the yardstick."""
    duration = len(cases) * (rounds * seconds + WARM_UP_SECONDS)
    say(f"{EXPLANATION}Measuring takes about {duration:.0f} seconds.")
    width = max(len(case.name) for case in cases)
    yardstick = 0.0
    async for case, found in measure(
        port, cases, connections=connections, seconds=seconds, rounds=rounds
    ):
        if not yardstick:
            yardstick = found.rate
            say(f"{'':{width}}  requests/s   p50 ms   p99 ms  of yardstick")
        row = (
            f"{case.name:{width}}  {found.rate:10,.0f} {found.percentile(50):8.2f} "
            f"{found.percentile(99):8.2f} {found.rate / yardstick:13.3f}  {case.note}"
        )
        say(row.rstrip())


def main() -> None:
    """Make a database, serve the application on it, and measure."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure the endpoints.")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    parser.add_argument("--connections", type=int, default=16, help="that send at a time")
    parser.add_argument("--seconds", type=float, default=1, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    say("Making a database with some rows of each feature.")
    with scratch_database(sqlite=given.sqlite) as url:
        variables = environment(url)
        os.environ.update(variables, LOG_LEVEL="ERROR")
        command.upgrade(Config(PROJECT_ROOT / "alembic.ini"), "head")
        cases = asyncio.run(prepare())
        first = Case("yardstick", cycle([request("GET", YARDSTICK, {})]))
        with serving("benchmarks.server:create_app", environment=variables) as server:
            asyncio.run(
                report(
                    server.port,
                    [first, *cases.reads, *cases.creates],
                    connections=given.connections,
                    seconds=given.seconds,
                    rounds=given.rounds,
                )
            )
    for name in cases.skipped:
        say(f"{name} is left out: its rows differ in more than can be made up.")


if __name__ == "__main__":
    main()
