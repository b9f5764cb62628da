"""Measures requests to a generated project as ratios to the least that one can write by hand.

A default project with a feature of eight fields runs on PostgreSQL and Valkey with production
settings, beside an application without anything and one in the style of a well-known template.
They are asked in turn, so that a slow minute hits all alike, and medians are printed as Markdown.
Every answer but 2xx ends the run. Needs wrk.

    python -m benchmarks.requests [--rounds 7] [--seconds 3] [--layers] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which

import jwt

from benchmarks.requests.load import Figures, Server, ask, serving
from benchmarks.requests.project import (
    fill,
    generate,
    log_in,
    migrate,
    production,
    services,
)

APPS = Path(__file__).with_name("apps")
IDS = 100
NOTHING = "no middleware"
MINIMAL = "by hand, no login"
SYNCHRONOUS = "synchronous, SQLModel"
GENERATED = "generated"
PLAIN = "generated, without uvloop and httptools"


@dataclass
class Case:
    """One application, asked for one thing."""

    what: str
    who: str
    server: Server
    path: str
    values: dict[str, str]
    rounds: list[Figures] = field(default_factory=list[Figures])

    def run(self, seconds: float) -> None:
        """Measure one round."""
        values = self.values
        if "RUN" in values:
            values = values | {"RUN": f"{len(self.who)}-{datetime.now(UTC).timestamp():.3f}"}
        self.rounds.append(ask(self.server, self.path, seconds, **values))

    @property
    def median(self) -> Figures:
        """The middle of all rounds, each figure by itself."""
        return Figures(
            statistics.median(each.per_second for each in self.rounds),
            statistics.median(each.cpu for each in self.rounds),
            statistics.median(each.p50 for each in self.rounds),
            statistics.median(each.p99 for each in self.rounds),
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.requests")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--only", default="", help="cases whose request contains this text")
    parser.add_argument("--layers", action="store_true", help="measure the middleware instead")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    arguments = parser.parse_args()
    if which("wrk") is None:
        sys.exit("wrk is not installed; Debian and Ubuntu have it: apt-get install wrk")
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        environment = production(stack.enter_context(services(directory)))
        project = generate(directory)
        environment |= {"PYTHONPATH": str(project / "src")}
        migrate(project, environment)
        if arguments.layers:
            found = layers(stack, directory, environment)
        else:
            found = requests(stack, directory, project, environment)
        chosen = [case for case in found if arguments.only in case.what]
        # One kind after the other: rows that are created would make the count of a list slower.
        for what in dict.fromkeys(case.what for case in chosen):
            measure([case for case in chosen if case.what == what], arguments)
    (report_layers if arguments.layers else report)(chosen)
    if arguments.json:
        figures = [
            {"request": case.what, "application": case.who} | asdict(case.median) for case in chosen
        ]
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n")


def measure(cases: list[Case], arguments: argparse.Namespace) -> None:
    """Ask all in turn, after a round that is not counted."""
    for case in cases:
        case.run(1)
        case.rounds.clear()
    for _ in range(arguments.rounds):
        for case in cases:
            case.run(arguments.seconds)


def requests(
    stack: ExitStack, directory: Path, project: Path, environment: dict[str, str]
) -> list[Case]:
    """Three requests to three applications."""

    def serve(name: str, target: str, folder: Path, *options: str) -> Server:
        log = directory / f"{name}.log"
        ready = "/health" if options else "/openapi.json"
        return stack.enter_context(serving(target, folder, environment, log, *options, ready=ready))

    target = "app.main:create_app"
    ours = serve("generated", target, project / "src", "--factory")
    without = ("--factory", "--loop", "asyncio", "--http", "h11")
    plain = serve("plain", target, project / "src", *without)
    token = log_in(ours.base)
    ids = fill(ours.base, token)
    theirs = jwt.encode(
        {
            "sub": jwt.decode(token, options={"verify_signature": False})["sub"],
            "exp": datetime.now(UTC) + timedelta(hours=10),
        },
        environment["JWT_SECRET"],
        algorithm="HS256",
    )
    some = ",".join(ids[:IDS])
    prefix = "/api/v1/orders"
    apps = (
        (MINIMAL, serve("minimal", "minimal:app", APPS), "/orders", "", ""),
        (SYNCHRONOUS, serve("synchronous", "synchronous:app", APPS), "/orders", theirs, ""),
        (GENERATED, ours, prefix, token, "/by-cursor"),
        (PLAIN, plain, prefix, token, "/by-cursor"),
    )
    return [
        *(
            Case("GET by id", who, server, f"{path}/", {"TOKEN": login, "IDS": some})
            for who, server, path, login, _ in apps
        ),
        *(
            Case("list of 20", who, server, path + end, {"TOKEN": login})
            for who, server, path, login, end in apps
        ),
        *(
            Case("create", who, server, path, {"TOKEN": login, "RUN": "yes"})
            for who, server, path, login, _ in apps
        ),
    ]


def layers(stack: ExitStack, directory: Path, environment: dict[str, str]) -> list[Case]:
    """An endpoint that does nothing, behind more and more middleware."""
    show = "from layers import names; print(*names)"
    values = environment | {"LAYERS": "0", "PYTHONPATH": f"{environment['PYTHONPATH']}:{APPS}"}
    done = subprocess.run(
        [sys.executable, "-c", show], env=values, check=True, capture_output=True, text=True
    )
    found: list[Case] = []
    for number, name in enumerate([NOTHING, *done.stdout.split()]):
        values = environment | {"LAYERS": str(number)}
        log = directory / f"layers-{number}.log"
        server = stack.enter_context(serving("layers:app", APPS, values, log, ready="/nothing"))
        found.append(Case("nothing", name, server, "/nothing", {}))
    return found


def report(cases: list[Case]) -> None:
    """A line a case; the ratio is of requests in a second, the CPU time that of the server."""
    print("| request | application | requests/s | ratio | CPU | ratio | p50 | p99 |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for case in cases:
        least = next(each.median for each in cases if (each.what, each.who) == (case.what, MINIMAL))
        median = case.median
        ratio = median.per_second / least.per_second
        print(
            f"| {case.what} | {case.who} | {median.per_second:.0f} | {ratio:.2f} "
            f"| {median.cpu:.0f} µs | {least.cpu / median.cpu:.2f} "
            f"| {median.p50:.1f} ms | {median.p99:.1f} ms |"
        )


def report_layers(cases: list[Case]) -> None:
    """A line a layer: what it adds to the time that the server spends on a request."""
    print("| middleware, from the innermost | requests/s | CPU | adds |")
    print("|---|---:|---:|---:|")
    before = 0.0
    for case in cases:
        spent = case.median.cpu
        print(
            f"| {case.who} | {case.median.per_second:.0f} | {spent:.0f} µs "
            f"| {spent - before:.0f} µs |"
        )
        before = spent


if __name__ == "__main__":
    main()
