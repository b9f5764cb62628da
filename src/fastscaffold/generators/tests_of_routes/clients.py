"""What sends the requests of tests."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError
from fastscaffold.generators.import_names import import_name
from fastscaffold.generators.tests_of_routes.applications import asked_by, serves
from fastscaffold.generators.tests_of_routes.view import Fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Function, Router
    from fastscaffold.generators.untested import HandWritten
    from fastscaffold.generators.workspace import Workspace

_AUTO = re.compile(r"(?m)^\s*asyncio_mode\s*=\s*[\"']?auto")
CLIENT = "client"
_TEST_CLIENT = "fastapi.testclient.TestClient"


@dataclass(frozen=True, slots=True)
class Client:
    """The client of a module of tests.

    Attributes:
        name: of the fixture.
        symbol: of its class.
        folder: where modules of tests belong.
        mark: that coroutines need to be run; empty where they need none.
        fixtures: names of all that there are.
        made: the fixture, where the module has to bring it along.
        imports: that it needs.
        application: that it sends requests to; None where the source does not decide.
    """

    name: str
    symbol: str
    folder: str
    is_async: bool
    mark: str = ""
    fixtures: frozenset[str] = frozenset()
    made: Fixture | None = None
    imports: tuple[str, ...] = ()
    application: Router | None = None

    @property
    def kind(self) -> str:
        """Its class, as annotations name it."""
        return self.symbol.rpartition(".")[2]


def find_client(feature: HandWritten, workspace: Workspace) -> Client:
    """The fixture that a project's own tests use, or else a client of a feature's application.

    Raises:
        ProjectError: there is neither.
    """
    facts = feature.facts
    calls = [*facts.suite.async_clients, *facts.suite.sync_clients]
    shared = [call for call in calls if _is_shared(call) and serves(asked_by(call, facts), feature)]
    if workspace.is_ours:
        shared = [call for call in shared if _is_ours(call)]
    # The nearest to all tests; of several the one that bears the usual name.
    shared.sort(key=lambda call: (call.module.path.count("/"), _name(call) != CLIENT))
    if shared:
        call = shared[0]
        is_async = call in facts.suite.async_clients
        folder = PurePosixPath(call.module.path).parent.as_posix()
        return Client(
            _name(call),
            facts.index.origin(call),
            folder,
            is_async,
            _mark(facts) if is_async else "",
            frozenset(_visible(facts, folder)),
            application=asked_by(call, facts),
        )
    if workspace.is_ours:
        raise ProjectError(
            Message(
                "tests.no-client",
                "The fixture `client` of an AsyncClient, which generated projects have, is not "
                "there.",
                "tests/conftest.py",
                hint="Take the file back from version control.",
            )
        )
    return _made_client(feature, frozenset(_visible(facts, _folder(facts))))


def _fixtures(facts: Facts) -> Iterator[tuple[str, Function]]:
    for module in facts.tests:
        for function in module.functions.values():
            if _is_fixture(function):
                yield function.name, function


def _visible(facts: Facts, folder: str) -> Iterator[str]:
    """Fixtures that modules of tests in a folder see, or may see by way of a plugin."""
    for name, function in _fixtures(facts):
        path = PurePosixPath(function.module.path)
        is_plugin = path.name != "conftest.py" and not path.name.startswith("test_")
        if is_plugin or (
            path.name == "conftest.py" and PurePosixPath(folder).is_relative_to(path.parent)
        ):
            yield name


def _is_shared(call: Call) -> bool:
    """Whether a fixture that modules of tests share makes it."""
    function = call.function
    return (
        function is not None and call.module.path.endswith("conftest.py") and _is_fixture(function)
    )


def _is_ours(call: Call) -> bool:
    return call.module.path == "tests/conftest.py" and _name(call) == CLIENT


def _is_fixture(function: Function) -> bool:
    return any("fixture" in ast.unparse(each) for each in function.node.decorator_list)


def _name(call: Call) -> str:
    return call.function.name if call.function is not None else ""


def _mark(facts: Facts) -> str:
    if any(_AUTO.search(text) for text in facts.sources.texts.values()):
        return ""
    written = [ast.unparse(each) for test in facts.suite.tests for each in test.node.decorator_list]
    uses_anyio = any("mark.anyio" in each for each in written)
    return "anyio" if uses_anyio or "anyio_backend" in dict(_fixtures(facts)) else "asyncio"


def _made_client(feature: HandWritten, fixtures: frozenset[str]) -> Client:
    facts = feature.facts
    apps = sorted(facts.apps, key=lambda app: (bool(app.parents), app.call.module.path))
    for app in sorted(apps, key=lambda app: not serves(app, feature)):
        found = _application(app, facts)
        if found is not None:
            name, is_factory = found
            made = Fixture(
                "client",
                (),
                "Iterator[TestClient]",
                "A client of the application.",
                (
                    f"with TestClient({name}{'()' if is_factory else ''}) as client:",
                    "    yield client",
                ),
            )
            imports = (
                "from collections.abc import Iterator",
                f"from {import_name(app.call.module, facts)} import {name}",
            )
            return Client(
                "client",
                _TEST_CLIENT,
                _folder(facts),
                is_async=False,
                fixtures=fixtures,
                made=made,
                imports=imports,
                application=app,
            )
    raise ProjectError(
        Message(
            "tests.no-client",
            "No way to send requests was found. Looked for: a fixture in a conftest.py that makes "
            "an AsyncClient or a TestClient, a FastAPI() that a module holds under a name, and a "
            "function that makes one and asks for nothing.",
            hint="Write one such fixture, then try again.",
        )
    )


def _application(app: Router, facts: Facts) -> tuple[str, bool] | None:
    """The name to import, and whether it is a function to be called."""
    function = app.call.function
    if app.call.owner is not None:
        return None
    if function is None:
        return app.key.removeprefix(f"{app.call.module.name}."), False
    if function.parent is not None or function.owner is not None or function.is_async:
        return None
    for name, values in app.call.module.assigned.items():
        # A module that calls its own factory holds the application as well.
        if any(
            isinstance(each, ast.Call)
            and facts.index.function_of(each.func, app.call.module) is function
            for each in values
        ):
            return name, False
    if any(default is None for _, default in function.parameters()):
        return None
    return function.name, True


def _folder(facts: Facts) -> str:
    folders = [PurePosixPath(module.path).parts[0] for module in facts.tests]
    return next((each for each in folders if each in {"tests", "test"}), "tests")
