"""Coroutines that look like tests and are never awaited."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Retext, UncertainError
from fastscaffold.audit.cures.options import with_option
from fastscaffold.audit.facts.documents import as_table
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class, dotted
from fastscaffold.audit.nodes import unsubscripted
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function, Module
    from fastscaffold.audit.modules import Scope

_OPTIONS = ("pyproject.toml", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "pytest.toml")
_AUTO = re.compile(
    r"asyncio[_-]mode[\s=\"']+auto|anyio_mode[\s=\"']+auto|trio_mode[\s=\"']+true|pytest-aiohttp"
)
_MARKS = frozenset({"asyncio", "anyio", "trio", "tornado", "twisted", "gen_test", "curio"})
# Marks that say nothing of how a test is run.
_OTHER = frozenset(
    {"filterwarnings", "flaky", "parametrize", "skip", "skipif", "slow", "timeout", "usefixtures"}
    | {"integration", "unit", "e2e", "xfail", "order", "dependency", "database", "db", "smoke"}
)


def check(facts: Facts) -> Iterator[Hit]:
    """Each such test."""
    tests = facts.suite.async_tests
    if not tests or _is_automatic(facts):
        return
    for test in tests:
        if not _is_run(facts, test):
            yield hit_definition(test, "Nothing runs this coroutine: it has no marker.")


def _is_automatic(facts: Facts) -> bool:
    """Whether all coroutines are run, by a mode or by a hook of the project."""
    if facts.configuration.search(_AUTO, *_OPTIONS, "*.sh", "Makefile", "*.yml", "*.yaml"):
        return True
    aiohttp = facts.configuration.requirement(
        "pytest-aiohttp", "pytest-tornasync", "alt-pytest-asyncio"
    )
    hooks = {"pytest_collection_modifyitems", "pytest_itemcollected", "pytest_pyfunc_call"}
    return aiohttp is not None or any(hooks & set(module.functions) for module in facts.tests)


def _is_run(facts: Facts, test: Function) -> bool:
    if test.takes("anyio_backend"):
        return True
    if any(_runs(facts, each, test.module) for each in test.node.decorator_list):
        return True
    if _marked(facts, test.module.assigned.get("pytestmark", []), test.module):
        return True
    # A program says itself when each of its coroutines runs: `asyncio.run(test_payment())`.
    if test.owner is None and any(
        isinstance(call.node.func, ast.Name) and call.node.func.id == test.name
        for call in test.module.calls
    ):
        return True
    return test.owner is not None and _is_run_by_class(facts, test.owner)


def _is_run_by_class(facts: Facts, owner: Class) -> bool:
    """Whether a class runs its coroutines, or one that hands its marks on to it."""
    for symbol in facts.index.ancestors(owner.symbol):
        defined = facts.index.definition(symbol)
        if not isinstance(defined, Class):
            if symbol != "object":
                return True  # what a class of elsewhere does with them is not to be seen here
            continue
        bases = map(unsubscripted, defined.node.bases)
        if any(facts.index.base(each, defined) is None for each in bases):
            return True
        decorators = defined.node.decorator_list
        if any(_runs(facts, each, defined.module) for each in decorators):
            return True
        if _marked(facts, defined.assigned.get("pytestmark", []), defined):
            return True
    return False


def _marked(facts: Facts, values: list[ast.expr], scope: Scope) -> bool:
    for value in values:
        listed = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
        if any(_runs(facts, each, scope) for each in listed):
            return True
    return False


def _runs(facts: Facts, decorator: ast.expr, scope: Scope | Module) -> bool:
    """Whether a decorator runs a coroutine, or may do so."""
    plain = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(plain, ast.Starred):
        return True
    symbol = facts.index.symbol(plain, scope) or dotted(plain) or ""
    for value, holder in facts.index.values_of(symbol):
        if isinstance(value, ast.List | ast.Tuple | ast.BinOp):
            return True
        return _runs(facts, value, holder)
    head, _, last = symbol.rpartition(".")
    if head.endswith("pytest.mark"):
        is_usefixtures = last == "usefixtures" and "anyio_backend" in unparsed(decorator)
        return last in _MARKS or is_usefixtures or last not in _OTHER
    # What these give back is still a coroutine that nobody awaits.
    return not symbol.startswith(
        ("unittest.mock.", "mock.", "pytest.", "hypothesis.", "freezegun.")
    )


def cure(facts: Facts, found: Hit) -> Remedy:
    """Let pytest-asyncio run all coroutines, where it is what the project has."""
    del found
    if facts.configuration.requirement("pytest-asyncio") is None:
        raise UncertainError(
            "The project declares no pytest-asyncio, and a marker needs a library."
        )
    if facts.configuration.search(r"asyncio[_-]mode|anyio_mode", *_OPTIONS):
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
