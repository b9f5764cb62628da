"""Tests that are coroutines, and that no runner awaits."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class, dotted
from fastscaffold.audit.nodes import unsubscripted
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Function, Module
    from fastscaffold.audit.modules import Scope

OPTIONS = ("pyproject.toml", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "pytest.toml")
_AUTO = re.compile(
    r"asyncio[_-]mode[\s=\"']+auto|anyio_mode[\s=\"']+auto|trio_mode[\s=\"']+true|pytest-aiohttp"
)
_MARKS = frozenset({"asyncio", "anyio", "trio", "tornado", "twisted", "gen_test", "curio"})
# Marks that say nothing of how a test is run.
_OTHER = frozenset(
    {"filterwarnings", "flaky", "parametrize", "skip", "skipif", "slow", "timeout", "usefixtures"}
    | {"integration", "unit", "e2e", "xfail", "order", "dependency", "database", "db", "smoke"}
)


@lru_cache(maxsize=1)
def skipped(facts: Facts) -> tuple[Function, ...]:
    """Those without a marker, where no mode runs all of them."""
    tests = facts.suite.async_tests
    if not tests or _is_automatic(facts):
        return ()
    return tuple(test for test in tests if not _is_run(facts, test))


def _is_automatic(facts: Facts) -> bool:
    """Whether all coroutines are run, by a mode or by a hook of the project."""
    if facts.configuration.search(_AUTO, *OPTIONS, "*.sh", "Makefile", "*.yml", "*.yaml"):
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
