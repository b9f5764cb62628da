"""Suites that only try what works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import at_definition
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules._tests import is_sad
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

ENOUGH_TESTS = 10
SHARE = 0.4


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project with enough tests: at the first that is about what works."""
    tests = facts.suite.tests
    if len(tests) < ENOUGH_TESTS or not facts.routes:
        return
    happy = [test for test in tests if not is_sad(test)]
    share = 1 - len(happy) / len(tests)
    if share < SHARE:
        message = f"{share:.0%} of {len(tests)} tests are about what goes wrong, not {SHARE:.0%}."
        yield Hit(at_definition(happy[0]), message)


RULE = Rule(
    id="TEST004",
    name="errors-tested",
    severity=Severity.P2,
    topic="testing",
    seed="40% sad-path",
    what="A suite of ten tests or more of which less than 40 percent are about errors: by a status"
    " of 400 or more, an exception that is expected, or a name that says so.",
    why="Permissions, limits and conflicts are where services fail, and where few look by hand.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
""",
        "tests/test_app.py": "\n\n\n".join(
            f"def test_list_{number}() -> None:\n    assert True" for number in range(10)
        ),
    },
    good={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
""",
        "tests/test_app.py": "\n\n\n".join(
            f"def test_unknown_{number}() -> None:\n    assert True" for number in range(10)
        ),
    },
    fix="Add tests of what is refused: strangers, invalid input, what is missing, conflicts.",
    check=check,
)
