"""Tests that assert several things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules._tests import assertions
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Each such test."""
    for test in facts.suite.tests:
        count = assertions(test)
        if count > 1:
            yield hit_definition(test, f"This test asserts {count} things.")


RULE = Rule(
    id="TEST003",
    name="one-assertion-per-test",
    severity=Severity.P3,
    topic="testing",
    seed="One assertion per test",
    what="Tests with more than one `assert`. It is off unless asked for: the methodology's own"
    " samples assert several things that belong together.",
    why="The first assertion that fails hides what the others would have said.",
    bad={
        "tests/test_sum.py": """def test_sum() -> None:
    assert sum([1]) == 1
    assert sum([]) == 0
"""
    },
    good={
        "tests/test_sum.py": """def test_sum() -> None:
    assert sum([1, 2]) == 3
"""
    },
    fix="Split the test, or compare one value that holds all that is meant.",
    check=check,
    on=False,
)
