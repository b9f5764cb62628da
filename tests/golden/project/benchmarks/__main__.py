"""Measures the endpoints of the features: ``make bench``.

On a database of its own that is made for the purpose and goes again: PostgreSQL, or SQLite with
``--sqlite``. One process serves, as in production. The yardstick is a bare ASGI response of that
process: compare the last column between machines, and the others on one machine.
"""

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
from collections.abc import Generator, Iterable
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
    port: int, cases: Iterable[Case], *, connections: int, seconds: float, rounds: int
) -> dict[str, Measurement]:
    """Measure each in turn, several times, so that a slow moment of the machine hits all alike."""
    results = {case.name: Measurement() for case in cases}
    for turn in range(rounds):
        for case in cases:
            if turn == 0:
                warm_up = Measurement()
                await load(port, case.requests, warm_up, connections=1, seconds=WARM_UP_SECONDS)
            into = results[case.name]
            await load(port, case.requests, into, connections=connections, seconds=seconds)
    return results


def table(results: dict[str, Measurement], yardstick: float) -> str:
    """The measurements as text."""
    width = max(map(len, results))
    lines = [f"{'':{width}}  requests/s   p50 ms   p99 ms  of yardstick"]
    lines += [
        f"{name:{width}}  {found.rate:10,.0f} {found.percentile(50):8.2f} "
        f"{found.percentile(99):8.2f} {found.rate / yardstick:13.3f}"
        for name, found in results.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure the endpoints.")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    parser.add_argument("--connections", type=int, default=16, help="that send at a time")
    parser.add_argument("--seconds", type=float, default=1, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    with scratch_database(sqlite=given.sqlite) as url:
        variables = environment(url)
        os.environ.update(variables, LOG_LEVEL="ERROR")
        command.upgrade(Config(PROJECT_ROOT / "alembic.ini"), "head")
        cases = asyncio.run(prepare())
        first = Case("yardstick", cycle([request("GET", YARDSTICK, {})]))
        with serving("benchmarks.server:create_app", environment=variables) as server:
            results = asyncio.run(
                measure(
                    server.port,
                    [first, *cases.reads, *cases.creates],
                    connections=given.connections,
                    seconds=given.seconds,
                    rounds=given.rounds,
                )
            )
    sys.stdout.write(table(results, results[first.name].rate) + "\n")
    for name in cases.skipped:
        sys.stdout.write(f"{name} is left out: its rows differ in more than can be made up.\n")


if __name__ == "__main__":
    main()
