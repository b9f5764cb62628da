"""Measures audits of a small and of a large project, in seconds and in memory.

The projects are a generated one and copies of its features, so that nothing foreign is measured.
Printed: the Python files, the medians of the seconds and of those of the processor, which a busy
machine does not lengthen as much, the largest peak of the memory, and the bars.

    python -m benchmarks.audit [--rounds 5]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.specs import many_features

FASTSCAFFOLD = [sys.executable, "-m", "fastscaffold"]
ENVIRONMENT = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}
FEATURE = "things_0"
CLASS = "Things0", "Thing0"
# Kibibytes are what the kernel counts in.
KIBIBYTES = 1024


@dataclass(frozen=True, slots=True)
class Bar:
    """What an audit of so many Python files may take."""

    files: int
    seconds: float
    megabytes: int = 500


BARS = (Bar(150, 2), Bar(1_500, 15))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{'files':>6} {'median':>9} {'processor':>9} {'bar':>6} {'peak':>8} {'bar':>7}")
    for bar in BARS:
        with tempfile.TemporaryDirectory() as directory:
            project = make_project(Path(directory), bar.files)
            audit(project)
            measured = [audit(project) for _ in range(rounds)]
            files = len(list(project.rglob("*.py")))
        seconds, processor = (statistics.median(each[n] for each in measured) for n in (0, 1))
        megabytes = max(each[2] for each in measured)
        print(
            f"{files:6,} {seconds:7.2f} s {processor:7.2f} s {bar.seconds:4g} s"
            f" {megabytes:5.0f} MB {bar.megabytes:4} MB"
        )


def make_project(directory: Path, files: int) -> Path:
    """Generate a project and copy its feature until it has so many Python files."""
    run(
        [*FASTSCAFFOLD, "new", "project", "--profile", "minimal", "--no-input", "--no-git"],
        directory,
    )
    project = directory / "project"
    command = [*FASTSCAFFOLD, "add-feature", "--spec", "-", "--no-input", "--yes"]
    run(command, project, text=many_features(1))
    parts = [path for path in project.rglob("*.py") if FEATURE in path.as_posix()]
    main = project / "src" / "app" / "main.py"
    lines = main.read_text().splitlines()
    count = len(list(project.rglob("*.py")))
    copy = 0
    while count < files:
        copy += 1
        for part in parts:
            target = Path(renamed(part.as_posix(), copy))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(renamed(part.read_text(), copy))
        count += len(parts)
    registered = [
        renamed(line, number) if number else line
        for line in lines
        for number in range(copy + 1 if FEATURE in line else 1)
    ]
    main.write_text("\n".join(registered) + "\n")
    return project


def renamed(text: str, copy: int) -> str:
    """A text about the copied feature, for a copy of it."""
    for old in (FEATURE, FEATURE.removesuffix("s_0") + "_0", *CLASS):
        text = text.replace(old, f"{old[:-1]}{copy + 1_000}")
    return text.replace("things-0", f"things-{copy + 1_000}")


def audit(project: Path) -> tuple[float, float, float]:
    """The seconds that an audit takes, those of the processor, and the megabytes at its peak."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [*FASTSCAFFOLD, "audit", str(project), "--json", "--fail-on", "never"],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"The audit failed with {process.returncode}.")
    return elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KIBIBYTES / 1_000_000


def run(command: list[str], cwd: Path, text: str = "") -> None:
    """Run a command that has to succeed."""
    done = subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT, input=text.encode(), capture_output=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"{done.stdout.decode()}\n{done.stderr.decode()}")


if __name__ == "__main__":
    main()
