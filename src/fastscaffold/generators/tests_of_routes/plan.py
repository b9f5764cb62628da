"""Renders the tests of features, and puts them where they belong."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.requests.inputs import Inputs
from fastscaffold.errors import Message, ProjectError
from fastscaffold.generators.import_names import import_name
from fastscaffold.generators.tests_of_routes.applications import as_served, elsewhere
from fastscaffold.generators.tests_of_routes.bodies import Bodies, Factory
from fastscaffold.generators.tests_of_routes.clients import find_client
from fastscaffold.generators.tests_of_routes.operations import Operations
from fastscaffold.generators.tests_of_routes.view import Fixture
from fastscaffold.model.plurals import singular
from fastscaffold.render.ruff import configuration, format_files
from fastscaffold.render.templates import environment
from fastscaffold.requests import ConflictPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.audit.facts import Facts
    from fastscaffold.generators.draft import Draft
    from fastscaffold.generators.tests_of_routes.clients import Client
    from fastscaffold.generators.tests_of_routes.view import Operation
    from fastscaffold.generators.untested import HandWritten
    from fastscaffold.generators.workspace import Workspace

KIND = "tests_of_routes"
_TEMPLATE = "test_router.py.jinja"
# Asserts, numbers, methods without docstrings and without ``self``, names that routes give: what
# tests consist of. Nobody who selects all rules has excepted tests before there are some.
_BROKEN_BY_TESTS = (
    *("ARG", "COM812", "CPY001", "D1", "D2", "D4", "DOC", "FBT", "INP001", "N80", "PLR09"),
    *("PLR2004", "PLR6301", "PT", "RUF105", "S101", "S105", "S106"),
)
_TRUSTED = ("core", "shared")
# Policies by which nobody has said what is to become of a file that is there.
_UNDECIDED = frozenset({ConflictPolicy.ASK, ConflictPolicy.FAIL})


def plan_tests(features: Sequence[HandWritten], draft: Draft) -> None:
    """Write the tests of some features into a draft.

    Raises:
        ProjectError: a feature has no routes that are understood, or nothing can send requests.
    """
    workspace = draft.workspace
    rendered: dict[str, bytes] = {}
    for each in features:
        client = find_client(each, workspace)
        feature = as_served(each, client.application)
        first = import_name(feature.routes[0].module, feature.facts)
        draft.application = draft.application or first.partition(".")[0]
        path = _path(feature, client, workspace)
        if draft.placement.policy in _UNDECIDED and workspace.tree.exists(path):
            told = f"{feature.name} has tests, and they stay as they are."
            draft.notices.append(Message("tests.present", told, path))
            continue
        draft.warnings += elsewhere(each, client.application)
        path, content = _render(feature, client, draft)
        rendered[path] = content
        if workspace.is_ours:
            rendered[path.replace("test_router.py", "__init__.py")] = b""
    if not rendered:
        return
    formatted = format_files(
        rendered,
        config=configuration(workspace.tree.read_text),
        package=draft.package,
        prunes_imports=True,
        broken_by_nature=_BROKEN_BY_TESTS,
    )
    for path, content in formatted.items():
        draft.placement.create(path, content)
    draft.tests += tuple(path for path in formatted if "/test_" in path)


def _render(feature: HandWritten, client: Client, draft: Draft) -> tuple[str, bytes]:
    workspace = draft.workspace
    for route in feature.routes:
        # Who changes the feature meanwhile is told so.
        workspace.tree.read(route.module.path)
    trusted = [f"{workspace.package}.{each}" for each in _TRUSTED] if workspace.package else []
    inputs = Inputs(feature.facts, trusted)
    factories = _factories(feature.facts) if workspace.is_ours else {}
    bodies = Bodies(feature.facts, inputs, factories, client.fixtures)
    made = Operations(feature, client, workspace.package, inputs, bodies)
    operations = made.all()
    if made.addresses is None:
        raise ProjectError(_not_understood(feature))
    fixtures = [*_members(operations, client), *made.fixtures.values(), *bodies.fixtures.values()]
    draft.warnings += made.warnings
    path = _path(feature, client, workspace)
    draft.warnings += _to_be_filled(fixtures, operations, path)
    imports = {*made.imports, *bodies.imports, *client.imports, *_imports(client, workspace)}
    text = (
        environment(KIND)
        .get_template(_TEMPLATE)
        .render(
            title=feature.name.replace("_", " ").capitalize(),
            imports=sorted(imports),
            mark=client.mark,
            constants=list(made.addresses.constants.items()),
            fixtures=_ordered([*([client.made] if client.made else []), *fixtures]),
            operations=operations,
            is_async=client.is_async,
            client_name=client.name,
            client_type=client.kind,
            has_envelope=workspace.is_ours,
        )
    )
    return path, text.encode()


def _path(feature: HandWritten, client: Client, workspace: Workspace) -> str:
    if workspace.is_ours:
        return f"tests/e2e/{feature.name}/test_router.py"
    return f"{client.folder}/test_{feature.name}_routes.py"


def _imports(client: Client, workspace: Workspace) -> Iterator[str]:
    """What any of the tests may need; what none does is taken out."""
    module, _, name = client.symbol.rpartition(".")
    yield f"from {module} import {name}"
    yield "from typing import Any"
    yield "import pytest"
    if client.mark == "asyncio":
        yield "import pytest_asyncio"
    if workspace.is_ours:
        yield "from tests.errors import assert_error"
        if workspace.tree.exists("tests/logins.py"):
            yield "from tests.logins import logged_in"
            yield "from sqlalchemy.ext.asyncio import AsyncSession"


def _members(operations: Sequence[Operation], client: Client) -> Iterator[Fixture]:
    if any(each.has_roles for each in operations):
        yield Fixture(
            "member",
            (f"{client.name}: {client.kind}", "session: AsyncSession"),
            client.kind,
            "A client of a user who has no role.",
            (f"return await logged_in({client.name}, session)",),
            is_async=True,
        )


def _ordered(fixtures: Sequence[Fixture]) -> list[Fixture]:
    """Each after those that it asks for."""
    waiting = {each.name: each for each in fixtures}
    found: dict[str, Fixture] = {}

    def take(fixture: Fixture) -> None:
        for taken in fixture.takes:
            name = taken.partition(":")[0]
            if name in waiting and name not in found and name != fixture.name:
                take(waiting[name])
        found.setdefault(fixture.name, fixture)

    for fixture in fixtures:
        take(fixture)
    return list(found.values())


def _factories(facts: Facts) -> dict[str, Factory]:
    """The factories of a generated project, by what one of their rows is called."""
    return {
        singular(PurePosixPath(module.path).stem): Factory(PurePosixPath(module.path).stem, name)
        for module in facts.tests
        if module.path.startswith("tests/factories/")
        for name, defined in module.classes.items()
        if "model" in defined.assigned and facts.index.is_a(defined.symbol, "*.Factory")
    }


def _to_be_filled(
    fixtures: Sequence[Fixture], operations: Sequence[Operation], path: str
) -> Iterator[Message]:
    """Say what only a person knows, and that tests are skipped until then."""
    names = [each.name for each in fixtures if each.lines[0].startswith("pytest.skip(")]
    if names:
        yield Message(
            "tests.to-fill",
            f"Tests are skipped until you fill in {', '.join(f'`{each}`' for each in names)}.",
            path,
            hint="pytest -rs says what is asked for.",
        )
    for operation in operations:
        if operation.doubt:
            yield Message(
                "tests.to-fill",
                f"{operation.title}.test_answers is skipped until you fill in {operation.doubt}.",
                path,
            )


def _not_understood(feature: HandWritten) -> Message:
    route = feature.routes[0]
    return Message(
        "tests.no-routes",
        f"{feature.name} has no route that tests can be written for. Looked for: routes of an "
        "APIRouter or a FastAPI with one method of GET, POST, PUT, PATCH and DELETE, and without "
        "forms and files.",
        route.module.path,
        route.function.node.lineno,
    )
