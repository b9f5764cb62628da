"""Projects that do not know how fast they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.deployment.command_lines import running
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

ENOUGH_ROUTES = 5
_NAMES = ("locust", "molotov", "pytest-benchmark", "pytest-codspeed", "asv", "airspeed-velocity")
_FOLDER = re.compile(r"(?i)(?:^|/)(?:bench\w*|load_?tests?|perf\w*|locust\w*|stress\w*)(?:/|\.py$)")
_COMMANDS = r"\b(?:k6|locust|wrk2?|hey|oha|vegeta|ab|bombardier|artillery|gatling|codspeed)\b\s+\S"


def check(facts: Facts) -> Iterator[Hit]:
    """Once for an application with more than a few routes."""
    place = application(facts)
    if place is None or len(facts.routes) < ENOUGH_ROUTES:
        return
    paths = [*(module.path for module in facts.modules), *facts.sources.texts]
    if facts.configuration.requirement(*_NAMES) or any(map(_FOLDER.search, paths)):
        return
    if not running(_COMMANDS, [*facts.commands.of_ci, *facts.commands.of_tasks]):
        yield Hit(Place(place.path, place.line), "Nothing measures how fast the application is.")


RULE = Rule(
    id="PERF001",
    name="benchmarks-kept",
    severity=Severity.P3,
    topic="performance",
    seed="Benchmarks established",
    what="An application of five routes or more without benchmarks or load tests, of locust, k6,"
    " pytest-benchmark or its own.",
    why="That a version is slower is noticed by those who wait.",
    bad={
        "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"
        + "".join(
            f'\n\n@app.get("/{name}")\nasync def {name}() -> None: ...\n' for name in "abcdef"
        )
    },
    good={
        "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"
        + "".join(
            f'\n\n@app.get("/{name}")\nasync def {name}() -> None: ...\n' for name in "abcdef"
        ),
        "benchmarks/load.py": "print('requests per second')\n",
    },
    fix="Keep a load test of the most used routes, and its figures.",
    check=check,
)
