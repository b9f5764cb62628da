"""Fixtures that tests ask for: what stands in any other never runs."""

from __future__ import annotations

import ast
from configparser import ConfigParser
from configparser import Error as ParsingFailure
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.settings.documents import as_texts
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.project.configuration import Configuration
    from fastscaffold.audit.modules import Call, Function

# Those of pytest itself, and of plugins that most projects have.
_BUILT_IN = frozenset(
    {
        "aiohttp_client", "anyio_backend", "benchmark", "cache", "caplog", "capfd", "capfdbinary",
        "capsys", "capsysbinary", "doctest_namespace", "event_loop", "faker", "freezer",
        "httpserver", "httpx_mock", "mocker", "monkeypatch", "pytestconfig", "pytester", "recwarn",
        "request", "requests_mock", "respx_mock", "snapshot", "subtests", "testdir",
        "tmp_path", "tmp_path_factory", "tmpdir", "tmpdir_factory",
    }
)  # fmt: skip


class UsedFixtures:
    """Follows tests to the fixtures that they ask for, and those to others."""

    def __init__(self, facts: Facts, tests: list[Function]) -> None:
        self.facts = facts
        self.tests = tests

    def runs(self, call: Call) -> bool:
        """Whether a call stands in no fixture that nobody asks for."""
        function = call.function
        while function is not None:
            if any(map(is_fixture, function.node.decorator_list)):
                return function in self._used
            function = function.parent
        return True

    @cached_property
    def _used(self) -> frozenset[Function]:
        fixtures = [
            function
            for module in self.facts.tests
            for function in module.functions.values()
            if any(map(is_fixture, function.node.decorator_list))
        ]
        asked = {name for test in self.tests for name in _asked_by(test)}
        asked |= {name for module in self.facts.tests for name in _marked(module.tree)}
        asked.update(_configured(self.facts.configuration))
        used: set[Function] = set()
        while True:
            more = [
                each
                for each in fixtures
                if each not in used and (_is_automatic(each) or not asked.isdisjoint(_names(each)))
            ]
            if not more:
                return frozenset(used)
            used.update(more)
            asked |= {name for each in more for name in _asked_by(each)}


def fixture_names(facts: Facts) -> frozenset[str]:
    """The names by which tests ask for a fixture: of the project, of pytest, of plugins."""
    own = {
        name
        for module in facts.modules
        for function in module.functions.values()
        if any(map(is_fixture, function.node.decorator_list))
        for name in _names(function)
    }
    return _BUILT_IN | own


def is_fixture(decorator: ast.expr) -> bool:
    """Whether a decorator makes one."""
    return "fixture" in unparsed(decorator).partition("(")[0]


def _asked_by(function: Function) -> Iterator[str]:
    """The names of the parameters of a function, and any text that may name a fixture."""
    for argument, _ in function.parameters():
        yield argument.arg
    yield from constant_texts(function.node)


def _marked(tree: ast.Module) -> Iterator[str]:
    """Names in ``usefixtures`` of modules and classes."""
    for node in walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="usefixtures")):
                yield from constant_texts(node)
            case _:
                pass


def _names(fixture: Function) -> Iterator[str]:
    """What a fixture is asked for by: its own name, or the one that its decorator gives."""
    yield fixture.name
    for keyword in _options(fixture):
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
            yield str(keyword.value.value)


def _is_automatic(fixture: Function) -> bool:
    return any(
        keyword.arg == "autouse"
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
        for keyword in _options(fixture)
    )


def _configured(configuration: Configuration) -> Iterator[str]:
    """Fixtures that the options of pytest ask for in every test."""
    table = configuration.tool("pytest", "ini_options")
    given = table[0].get("usefixtures") if table is not None else None
    yield from as_texts(given)
    if isinstance(given, str):
        yield from given.split()
    for path in configuration.paths("pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg"):
        parser = ConfigParser(interpolation=None)
        try:
            parser.read_string(configuration.texts[path])
        except ParsingFailure:
            continue
        for section in ("pytest", "tool:pytest"):
            yield from parser.get(section, "usefixtures", fallback="").split()


def _options(fixture: Function) -> Iterator[ast.keyword]:
    for decorator in fixture.node.decorator_list:
        if isinstance(decorator, ast.Call) and is_fixture(decorator):
            yield from decorator.keywords
