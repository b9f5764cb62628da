"""Tests that only people run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.deployment.command_lines import running
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.facts.testing.suites import RUNS, RUNS_BY_NAME
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project that has tests: at its CI, else at the application."""
    place = application(facts)
    if place is None or not facts.suite.tests:
        return
    lines = facts.commands.of_ci
    if running(f"{RUNS}|{RUNS_BY_NAME}", lines):
        return
    if facts.configuration.ci_paths:
        yield Hit(Place(facts.configuration.ci_paths[0]), "CI runs no tests.")
    else:
        yield Hit(Place(place.path, place.line), "There are tests, and no CI that runs them.")


RULE = Rule(
    id="TEST007",
    name="tests-run-in-ci",
    severity=Severity.P1,
    topic="testing",
    seed="Run tests in CI, block merge",
    what="A project with tests whose CI runs none, or that has no CI. What CI calls is followed:"
    " make, task, just, tox, nox, hatch, scripts, compose files and workflows.",
    why="What nobody has to run is not run on the day it would have failed.",
    bad={
        ".github/workflows/ci.yml": """jobs:
  lint:
    steps:
      - run: ruff check .
""",
        "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
        "tests/test_app.py": "def test_it() -> None:\n    assert True\n",
    },
    good={
        ".github/workflows/ci.yml": """jobs:
  test:
    steps:
      - run: make check
""",
        "Makefile": "check: unit\nunit:\n\tpytest\n",
        "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
        "tests/test_app.py": "def test_it() -> None:\n    assert True\n",
    },
    fix="Run the tests in CI on each pull request, and require it for a merge.",
    check=check,
    command="fastscaffold add ci",
)
