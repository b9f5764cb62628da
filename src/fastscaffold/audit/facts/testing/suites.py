"""The tests of a project: how they reach the application, and what is measured."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.databases import engines
from fastscaffold.audit.facts.deployment.command_lines import running
from fastscaffold.audit.facts.places import Place, at_call, at_definition
from fastscaffold.audit.facts.testing.skipped_tests import OPTIONS
from fastscaffold.audit.facts.testing.used_fixtures import UsedFixtures, fixture_names, is_fixture
from fastscaffold.audit.modules import called_name, dotted
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Function, Module

ENOUGH_ASYNC = 0.2
_TEST_FILE = re.compile(r"^(test_.*|.*_tests?|tests?)\.py$")
_ASYNC_CLIENTS = ("*.AsyncClient", "*.AsyncTestClient", "async_asgi_testclient.TestClient")
_SYNC_CLIENTS = ("fastapi.testclient.TestClient", "starlette.testclient.TestClient", "*.TestClient")
RUNS = (
    r"(?<![\w.-])(?:pytest|py\.test|nosetests)(?![\w-])|\bunittest\b|\bcoverage\s+run\b"
    r"|\bhatch\s+test\b|\btox\b|\bnox\b|\bslipcover\b"
)
# What a project calls its tests, where what stands behind it cannot be read.
RUNS_BY_NAME = (
    r"\b(?:make|task|just|invoke|inv|hatch run|pdm run|poe|uv run poe|poetry run (?:poe|task)"
    r"|rye run|pixi run|earthly|dagger|bazel|moon|nx)\b[^\n]*\b\w*tests?\b"
    r"|\S*test\S*\.sh\b|(?:^|\s|/)scripts?/\S*test\S*|\bdocker\b.*\btests?\b|\buses:\s.*pytest"
    r"|\buses:\s.*test\S*\.ya?ml|\binclude:.*test"
)
_MEASURES = (
    r"--cov(?=[=\s\"']|$)|\bcoverage\s+(?:run|report|xml|html|combine)\b|\bslipcover\b"
    r"|\bhatch\s+test\s.*(?:--cover|-c\b)|\bhatch\s+run\s+(?:[\w-]+:)?(?:test-)?cov\b|--with-coverage"
)
# They look at what there is, and run nothing of it.
_LOOKS = frozenset({"bool", "hasattr", "isinstance", "issubclass", "len", "print", "str", "type"})
_TESTS = re.compile(r"(?:^|/)(?:tests?|testing)/")
_RUNNERS = frozenset({"anyio", "pytest", "pytest_asyncio", "unittest"})
_SERVICES = re.compile(r"(?i)codecov|coveralls|codacy|codeclimate|sonar|qlty|deepsource|orgoro/cov")


@dataclass(slots=True)
class Suite:
    """All tests.

    Attributes:
        tests: functions that a runner collects.
        async_clients: where a client that awaits is made.
        sync_clients: where a client that blocks is made.
        used_clients: those of both that a test may reach.
        trying: tests that call, or are given, anything.
        measured: where coverage is measured.
    """

    tests: list[Function] = field(default_factory=list["Function"])
    async_clients: list[Call] = field(default_factory=list["Call"])
    sync_clients: list[Call] = field(default_factory=list["Call"])
    measured: list[Place] = field(default_factory=list[Place])
    used_clients: list[Call] = field(default_factory=list["Call"])
    trying: list[Function] = field(default_factory=list["Function"])

    @property
    def async_tests(self) -> list[Function]:
        """Those that are coroutines."""
        return [test for test in self.tests if test.is_async]

    @property
    def is_async(self) -> bool:
        """Whether the application is tried as it runs: by clients or tests that await."""
        if any(call in self.used_clients for call in self.async_clients):
            return True
        return len(self.awaiting) >= max(1, ENOUGH_ASYNC * len(self.tests))

    @property
    def awaiting(self) -> list[Function]:
        """Those that are coroutines, and try something."""
        return [test for test in self.trying if test.is_async]

    @property
    def evidence(self) -> list[Place]:
        """Where it is to be seen how the application is tried."""
        clients = self.used_clients
        found = [at_call(call, "a client of the application") for call in clients[:1]]
        tests = self.async_tests or self.tests
        return [*found, *(at_definition(test, "a test") for test in tests[:1])]


def gather_suite(facts: Facts) -> Suite:
    """Gather the tests."""
    fixtures = fixture_names(facts)
    found = Suite(tests=[test for module in facts.tests for test in _tests_of(module, fixtures)])
    found.trying = [test for test in found.tests if _tries(test)]
    used = UsedFixtures(facts, found.tests)
    found.async_clients = list(dict.fromkeys(facts.calls(*_ASYNC_CLIENTS, role=Role.TEST)))
    found.sync_clients = [
        call
        for call in dict.fromkeys(facts.calls(*_SYNC_CLIENTS, role=Role.TEST))
        if call not in found.async_clients
    ]
    clients = [*found.async_clients, *found.sync_clients]
    found.used_clients = [call for call in clients if used.runs(call)]
    if found.tests:
        found.measured = measured(facts)
    return found


def _tests_of(module: Module, fixtures: frozenset[str]) -> Iterator[Function]:
    """The tests of a module, in order."""
    if not _TEST_FILE.match(PurePosixPath(module.path).name):
        return
    functions = sorted(module.functions.values(), key=lambda each: each.node.lineno)
    for function in functions:
        is_test = function.parent is None and function.name.startswith("test")
        is_other = any(map(is_fixture, function.node.decorator_list))
        if is_test and not is_other and not _is_helper(function, fixtures):
            yield function


def _is_helper(function: Function, fixtures: frozenset[str]) -> bool:
    """Whether a function is one that its module runs itself, as no runner could, or alone."""
    if function.owner is None and _is_script(function):
        return True
    if function.owner is not None or _can_be_run(function, fixtures):
        return False
    return any(
        call.function is not function
        and isinstance(call.node.func, ast.Name)
        and call.node.func.id == function.name
        and (call.node.args or call.node.keywords)
        for call in function.module.calls
    )


def _is_script(function: Function) -> bool:
    """Whether a coroutine is run by its own module alone: ``asyncio.run(test_mail())``.

    No runner would await it where nothing of one is imported.
    """
    module = function.module
    if not function.is_async or _TESTS.search(module.path):
        return False
    knows_runner = any(each.partition(".")[0] in _RUNNERS for each in module.imports.values())
    return not knows_runner and any(
        called_name(each.node) == function.name and each.function is not function
        for each in module.calls
    )


def _can_be_run(function: Function, fixtures: frozenset[str]) -> bool:
    """Whether a runner gives all that a function takes, if that has no default."""
    # A mark names what it gives; what other decorators give is not told, as that of patches.
    if any(not _is_mark(each) for each in function.node.decorator_list):
        return True
    marks = [*function.node.decorator_list, *function.module.assigned.get("pytestmark", ())]
    given = {
        name.strip() for mark in marks for text in constant_texts(mark) for name in text.split(",")
    }
    return all(
        default is not None or argument.arg in fixtures or argument.arg in given
        for argument, default in function.parameters()
    )


def _is_mark(decorator: ast.expr) -> bool:
    made = decorator.func if isinstance(decorator, ast.Call) else decorator
    return "mark" in (dotted(made) or "").split(".")


def _tries(test: Function) -> bool:
    """Whether a test is more than what it says of constants."""
    given = [argument.arg for argument, _ in test.parameters() if argument.arg != "self"]
    return bool(given) or any(called_name(call.node) not in _LOOKS for call in test.calls)


def measured(facts: Facts) -> list[Place]:
    """Where coverage is measured: in CI, by a command, or by the options of pytest."""
    commands = facts.commands
    found = running(_MEASURES, [*commands.of_ci, *commands.of_tasks])
    found += facts.configuration.search(r"--cov(?=[=\s\"']|$)", *OPTIONS)
    return list(dict.fromkeys(found))


def gates(facts: Facts) -> list[tuple[float, Place]]:
    """How much coverage is demanded, and where."""
    expression = re.compile(
        r"(?:--cov-fail-under|--fail-under|\bfail_under)[\s=\"':,]+(\d+(?:\.\d+)?)"
    )
    commands = facts.commands
    lines = [line.place for line in [*commands.of_ci, *commands.of_tasks]]
    lines += facts.configuration.search(expression, *OPTIONS, ".coveragerc", "*.toml")
    found: list[tuple[float, Place]] = []
    for place in dict.fromkeys(lines):
        match = expression.search(place.note)
        if match:
            found.append((float(match.group(1)), place))
    return found


def coverage_services(facts: Facts) -> list[Place]:
    """Services that may hold a gate of their own."""
    paths = [*facts.configuration.ci_paths, *facts.configuration.paths("*codecov.y*ml", "*sonar*")]
    return facts.configuration.search(_SERVICES, *paths) if paths else []


def is_sync_application(facts: Facts) -> bool:
    """Whether most endpoints are plain functions, or what they wait for blocks."""
    stores = facts.stores
    blocks = any(not each.is_async for each in engines(facts))
    return has_plain_routes(facts) or (blocks and not stores.async_orm and not stores.awaits)


def has_plain_routes(facts: Facts) -> bool:
    """Whether most endpoints are plain functions."""
    routes = facts.routes
    return bool(routes) and 2 * sum(not route.function.is_async for route in routes) >= len(routes)
