"""Coverage that may sink unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.facts.testing.suites import coverage_services, gates, measured
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

ENOUGH = 80.0


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project that has tests: at a gate that is too low, else where one would stand."""
    place = application(facts)
    if place is None or not facts.suite.tests or coverage_services(facts):
        return
    found = gates(facts)
    if found:
        most, lowest = max(found, key=lambda each: each[0])
        if most < ENOUGH:
            message = f"Coverage may fall to {most:g} percent; {ENOUGH:g} are asked for."
            yield Hit(Place(lowest.path, lowest.line), message)
        return
    where = next(iter(measured(facts)), place)
    yield Hit(Place(where.path, where.line), "Nothing fails when coverage falls.")


RULE = Rule(
    id="TEST009",
    name="coverage-gate",
    severity=Severity.P1,
    topic="testing",
    seed="Coverage >=80 gate",
    what="Tests without `fail_under`, `--cov-fail-under` or `--fail-under` of at least 80, in a"
    " project that sends its coverage to no service.",
    why="New code comes without tests as long as nothing fails for it.",
    bad={
        "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
        "tests/test_app.py": "def test_it() -> None:\n    assert True\n",
        "pyproject.toml": "[tool.coverage.report]\nfail_under = 40\n",
    },
    good={
        "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
        "tests/test_app.py": "def test_it() -> None:\n    assert True\n",
        "pyproject.toml": "[tool.coverage.report]\nfail_under = 80\n",
    },
    fix="Set `fail_under` of coverage to at least 80, and measure it where CI runs the tests.",
    check=check,
)
