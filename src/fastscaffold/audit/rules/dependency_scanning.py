"""Dependencies whose known vulnerabilities nobody looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.checkpoints.dep_scanning import judge
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project, where its CI or its dependencies stand."""
    if not facts.apps or judge(facts).verdict is not Verdict.NOT_MET:
        return
    paths = [*facts.configuration.ci_paths, *facts.configuration.pyprojects]
    first = facts.apps[0].call
    place = Place(paths[0], 1) if paths else Place(first.module.path, first.node.lineno)
    yield Hit(place, "Nothing looks for known vulnerabilities in dependencies.")


_MAIN = "from fastapi import FastAPI\n\napp = FastAPI()\n"
_CI = """on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: pytest
"""

RULE = Rule(
    id="SEC010",
    name="dependency-scanning",
    severity=Severity.P1,
    topic="security",
    seed="Dependency scanning",
    what="A project in whose CI none of pip-audit, safety, osv-scanner, trivy, grype, snyk and"
    " dependency review runs, not even through make or pre-commit. Dependabot and Renovate bring"
    " versions up to date; where they are set up, nothing is said.",
    why="Most holes of an application are in what it is built on, and are known: whoever does not"
    " look is told by those who do.",
    bad={"app/main.py": _MAIN, ".github/workflows/ci.yml": _CI},
    good={
        "app/main.py": _MAIN,
        ".github/workflows/ci.yml": _CI + "      - run: pip-audit\n",
    },
    fix="Run `pip-audit`, or another scanner, in CI.",
    check=check,
    command="fastscaffold add ci",
)
