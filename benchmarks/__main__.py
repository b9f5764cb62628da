"""Measures whole commands as ratios to ``python -c pass``.

Every command is run once for warming up and then in turn with the others and the yardstick, so
that a slow minute of the machine hits all alike. Printed: the median of each, the ratio of the
medians, and the bar where there is one. Rivals that are not installed are left out.

    python -m benchmarks [--rounds 9] [--only TEXT] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.specs import EIGHT_FIELDS, many_features

if TYPE_CHECKING:
    from collections.abc import Callable

BIN = Path(sys.executable).parent
# Where `make bench` installs what is measured beside us; it need not be there.
RIVALS = Path(__file__).resolve().parent.parent / ".cache" / "rivals" / "bin"
FASTSCAFFOLD = str(BIN / "fastscaffold")
BATCH = 100
YARDSTICK = "python -c pass"
# As users have it: byte code is kept, for us and for everybody else.
ENVIRONMENT = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass
class Case:
    """A command to measure.

    Attributes:
        name: how it is printed.
        command: what is run.
        prepare: makes the directory that it is run in; not measured.
        bar: the ratio to stay below; ``goal`` the one to reach for.
        seconds: what each round took.
    """

    name: str
    command: list[str]
    prepare: Callable[[Path], Path]
    bar: float | None = None
    goal: float | None = None
    seconds: list[float] = field(default_factory=list[float])

    def run(self) -> float:
        """Run the command once in a directory of its own; return its seconds."""
        with tempfile.TemporaryDirectory() as directory:
            cwd = self.prepare(Path(directory))
            # The command's own fsync would otherwise wait for the copy's pages as well.
            os.sync()
            start = time.perf_counter()
            done = subprocess.run(
                self.command, cwd=cwd, env=ENVIRONMENT, capture_output=True, check=False
            )
            elapsed = time.perf_counter() - start
        if done.returncode != 0:
            sys.exit(f"{self.name} failed:\n{done.stdout.decode()}\n{done.stderr.decode()}")
        return elapsed


def project_maker(features: int, scratch: Path) -> Callable[[Path], Path]:
    """Make a project with so many features once; return what copies it into a directory."""
    source = scratch / f"with-{features}"
    if not source.exists():
        _run([FASTSCAFFOLD, "new", source.name, "--no-input", "--no-git"], scratch)
        _add(features, source)

    def prepare(directory: Path) -> Path:
        return Path(shutil.copytree(source, directory / "project"))

    return prepare


def _add(features: int, project: Path) -> None:
    """In several steps, since one spec may not hold as many."""
    for first in range(0, features, BATCH):
        spec = many_features(min(BATCH, features - first), first)
        command = [FASTSCAFFOLD, "add-feature", "--spec", "-", "--no-input", "--yes"]
        done = subprocess.run(
            command,
            cwd=project,
            env=ENVIRONMENT,
            input=spec.encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            sys.exit(f"{done.stdout.decode()}\n{done.stderr.decode()}")


def rivals(prepare: Callable[[Path], Path], scratch: Path) -> list[Case]:
    """What a user would pick instead, on as many files as a feature has."""
    files = 14
    body = "".join(
        f"def function_{{{{ name }}}}_{n}() -> int:\n    return {n}\n\n" for n in range(9)
    )
    cases: list[Case] = []
    if shutil.which("copier", path=str(BIN)):
        source = scratch / "copier-template"
        source.mkdir()
        (source / "copier.yml").write_text("name: orders\n")
        for n in range(files):
            (source / f"file_{n}.py.jinja").write_text(body)
        command = [str(BIN / "copier"), "copy", "--defaults", "--quiet", str(source), "out"]
        cases.append(Case("copier copy, 14 files", command, prepare))
    if shutil.which("cookiecutter", path=str(RIVALS)):
        source = scratch / "cookiecutter-template"
        inner = source / "{{cookiecutter.name}}"
        inner.mkdir(parents=True)
        (source / "cookiecutter.json").write_text('{"name": "orders"}')
        for n in range(files):
            (inner / f"file_{n}.py").write_text(body.replace("{{ name }}", "{{cookiecutter.name}}"))
        command = [str(RIVALS / "cookiecutter"), "--no-input", str(source)]
        cases.append(Case("cookiecutter, 14 files", command, prepare))
    if shutil.which("django-admin", path=str(RIVALS)):
        command = [str(RIVALS / "django-admin"), "startapp", "orders"]
        cases.append(Case("django-admin startapp", command, prepare))
    return cases


def cases(scratch: Path) -> list[Case]:
    """All cases, the yardstick first."""

    def empty(directory: Path) -> Path:
        return directory

    add = [FASTSCAFFOLD, "add-feature", "invoices", "--fields", EIGHT_FIELDS, "--no-input"]
    hundred = scratch / "hundred.yaml"
    hundred.write_text(many_features(100))
    return [
        Case(YARDSTICK, [sys.executable, "-c", "pass"], empty),
        Case("fastscaffold --help", [FASTSCAFFOLD, "--help"], empty, bar=8),
        Case("new", [FASTSCAFFOLD, "new", "api", "--no-input"], empty, bar=85, goal=60),
        Case("add-feature, 8 fields", add, project_maker(0, scratch), bar=40, goal=20),
        Case(
            "add-feature, 100 features",
            [FASTSCAFFOLD, "add-feature", "--spec", str(hundred), "--no-input"],
            project_maker(0, scratch),
        ),
        Case("add-feature, the 1,000th", add, project_maker(999, scratch)),
        *rivals(empty, scratch),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="", help="cases whose name contains this text")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        chosen = [
            case
            for case in cases(Path(directory))
            if case.name == YARDSTICK or arguments.only in case.name
        ]
        for case in chosen:
            case.run()
        for _ in range(arguments.rounds):
            for case in chosen:
                case.seconds.append(case.run())
    report(chosen)
    if arguments.json:
        figures = {case.name: statistics.median(case.seconds) for case in chosen}
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n")


def report(chosen: list[Case]) -> None:
    """Print a line a case."""
    yardstick = statistics.median(chosen[0].seconds)
    print(f"{'':30} {'median':>9} {'ratio':>7} {'bar':>5} {'goal':>5}")
    for case in chosen:
        median = statistics.median(case.seconds)
        bar = "" if case.bar is None else f"{case.bar:g}"
        goal = "" if case.goal is None else f"{case.goal:g}"
        print(
            f"{case.name:30} {median * 1000:6.0f} ms {median / yardstick:7.1f} {bar:>5} {goal:>5}"
        )


def _run(command: list[str], cwd: Path) -> None:
    subprocess.run(command, cwd=cwd, env=ENVIRONMENT, check=True, capture_output=True)


if __name__ == "__main__":
    main()
