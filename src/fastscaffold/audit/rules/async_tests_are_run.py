"""Coroutines that look like tests and are never awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Retext, UncertainError
from fastscaffold.audit.cures.options import with_option
from fastscaffold.audit.facts.settings.documents import as_table
from fastscaffold.audit.facts.testing.skipped_tests import OPTIONS, skipped
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Each such test."""
    for test in skipped(facts):
        yield hit_definition(test, "Nothing runs this coroutine: it has no marker.")


def cure(facts: Facts, found: Hit) -> Remedy:
    """Let pytest-asyncio run all coroutines, where it is what the project has."""
    del found
    if facts.configuration.requirement("pytest-asyncio") is None:
        raise UncertainError(
            "The project declares no pytest-asyncio, and a marker needs a library."
        )
    if facts.configuration.search(r"asyncio[_-]mode|anyio_mode", *OPTIONS):
        raise UncertainError("The project has chosen a mode, in which each test needs its marker.")
    if any("anyio" in line for module in facts.tests for line in module.lines):
        raise UncertainError("Tests of anyio would be run by asyncio, too.")
    path, section = _read_by_pytest(facts)
    value = '"auto"' if path.endswith(".toml") else "auto"
    line = f"asyncio_mode = {value}"
    return Remedy((Retext(path, lambda text: with_option(text, section, line)),))


def _read_by_pytest(facts: Facts) -> tuple[str, str]:
    """The file in which pytest looks for its options, and the section there.

    The order is that of pytest, which reads one file only, and one of two tables of a project.
    """
    texts = facts.configuration.texts
    for path in ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini"):
        if path in texts:
            return path, "pytest"
    project = facts.configuration.pyprojects.get("pyproject.toml")
    table = as_table(as_table(as_table(project).get("tool")).get("pytest"))
    if table:
        native = table.keys() != {"ini_options"}
        return "pyproject.toml", "tool.pytest" if native else "tool.pytest.ini_options"
    for path, section in (("tox.ini", "pytest"), ("setup.cfg", "tool:pytest")):
        if f"[{section}]" in texts.get(path, ""):
            return path, section
    if project is not None:
        return "pyproject.toml", "tool.pytest.ini_options"
    raise UncertainError("The project has no file yet in which pytest looks for its options.")


RULE = Rule(
    id="TEST006",
    name="async-tests-are-run",
    severity=Severity.P1,
    topic="testing",
    seed="asyncio marker or asyncio_mode",
    what="`async def test_…` without a marker of pytest-asyncio, anyio or trio on itself, its"
    " class, a class that this derives from or its module, where no mode runs all of them. Methods"
    " of `IsolatedAsyncioTestCase` are left alone, and tests whose decorators the project makes"
    " itself.",
    why="A coroutine that nothing awaits asserts nothing, and older versions of pytest skip it with"
    " no more than a warning.",
    bad={
        "pyproject.toml": """[dependency-groups]
dev = ["pytest", "pytest-asyncio"]

[tool.pytest.ini_options]
testpaths = ["tests"]
""",
        "tests/test_orders.py": """async def test_orders() -> None:
    assert 1 + 1 == 3
""",
    },
    good={
        "tests/test_orders.py": """import pytest

pytestmark = pytest.mark.anyio


async def test_orders() -> None:
    assert 1 + 1 == 2
"""
    },
    fix='Set `asyncio_mode = "auto"` for pytest, or mark the test.',
    check=check,
    cure=Cure(
        'Sets `asyncio_mode = "auto"` where pytest looks for its options, if the project declares'
        " pytest-asyncio and has chosen no mode.",
        cure,
    ),
)
