"""``add tests``: those that were generated come back, those of code written by hand are written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support import projects

from fastscaffold import pipeline, queries
from fastscaffold.errors import ConflictError, ProjectError, UsageError
from fastscaffold.requests import ConflictPolicy, Options

pytestmark = pytest.mark.any_python

HAND_WRITTEN = Path(__file__).parent / "hand_written"
NOTES = "version: 1\nfeature: notes\nfields:\n  title: str(80)\n"
CUSTOMERS = "version: 1\nfeature: customers\nfields:\n  name: str(40)\n"
ROUTER = "tests/e2e/notes/test_router.py"


def add_tests(project, *names, **options):
    return pipeline.add_tests(project, names, Options(**options), projects.Nobody())


def place(project, name):
    """Put a feature that was written by hand into a project, and register it."""
    shutil.copytree(HAND_WRITTEN / name, project / "src/app/features" / name)
    main = project / "src/app/main.py"
    text = main.read_text()
    line = f"from app.features.{name}.router import router as {name}_router\nfrom app.middleware"
    text = text.replace("from app.middleware", line, 1)
    include = f'    app.include_router({name}_router, prefix="/api/v1")\n    return app\n'
    main.write_text(text.replace("    return app\n", include, 1))


class TestGenerated:
    @pytest.fixture
    def grown(self, project):
        projects.add(project, NOTES)
        return project

    @pytest.mark.parametrize("lost", [[ROUTER], None], ids=["one", "all"])
    def test_what_was_deleted_comes_back_byte_for_byte(self, grown, lost):
        before = projects.content(grown)
        for path in lost or [path for path in before if "notes" in path and path[:6] == "tests/"]:
            (grown / path).unlink()
        assert add_tests(grown, "notes").status == "ok"
        assert projects.content(grown) == before

    def test_nothing_is_to_be_done_where_all_are_there(self, grown):
        before = projects.content(grown)
        result = add_tests(grown, "notes")
        assert (result.status, result.exit_code) == ("unchanged", 0)
        assert projects.content(grown) == before

    def test_what_somebody_has_changed_is_a_conflict(self, grown):
        (grown / ROUTER).write_text("# mine\n")
        (grown / "tests/unit/notes/test_service.py").unlink()
        before = projects.content(grown)
        with pytest.raises(ConflictError):
            add_tests(grown, "notes")
        assert projects.content(grown) == before
        assert add_tests(grown, "notes", on_conflict=ConflictPolicy.OURS).status == "ok"
        assert (grown / ROUTER).read_text() == "# mine\n"

    def test_a_dry_run_writes_nothing(self, grown):
        (grown / ROUTER).unlink()
        before = projects.content(grown)
        result = add_tests(grown, "notes", dry_run=True)
        assert [action.path for action in result.plan.changes] == [ROUTER]
        assert projects.content(grown) == before


class TestNames:
    def test_without_a_name_those_without_tests_are_told(self, project):
        projects.add(project, NOTES)
        place(project, "stock")
        (project / ROUTER).unlink()
        with pytest.raises(UsageError) as error:
            add_tests(project)
        assert error.value.messages[0].hint == "Without tests are: notes, stock."
        assert queries.untested_features(project) == ("notes", "stock")

    def test_a_name_that_is_nearly_right(self, project):
        place(project, "stock")
        with pytest.raises(UsageError) as error:
            add_tests(project, "stok")
        assert error.value.messages[0].hint == "Did you mean `stock`?"

    def test_a_feature_of_a_capability(self, project):
        with pytest.raises(UsageError) as error:
            add_tests(project, "users")
        assert "`auth`" in error.value.messages[0].message


class TestWrittenByHandAlready:
    @pytest.fixture
    def tested(self, project):
        place(project, "stock")
        path = project / "tests/e2e/stock/test_router.py"
        path.parent.mkdir()
        path.write_text("def test_mine() -> None: ...\n")
        return project

    def test_nothing_is_done_and_that_is_said(self, tested):
        before = projects.content(tested)
        result = add_tests(tested, "stock")
        assert (result.status, result.exit_code) == ("unchanged", 0)
        (notice,) = result.notices
        assert (notice.message[:15], notice.path) == (
            "stock has tests",
            "tests/e2e/stock/test_router.py",
        )
        assert projects.content(tested) == before

    def test_nobody_is_asked(self, tested):
        assert add_tests(tested, "stock", on_conflict=ConflictPolicy.ASK).exit_code == 0

    def test_who_wants_them_anew_says_so(self, tested):
        assert add_tests(tested, "stock", on_conflict=ConflictPolicy.THEIRS).status == "ok"
        assert "test_mine" not in (tested / "tests/e2e/stock/test_router.py").read_text()


class Written:
    """A project with a feature that was written by hand, and the tests that were written for it."""

    def __init__(self, project, name):
        self.project = project
        self.name = name
        self.folder = project / "src/app/features" / name
        self.path = f"tests/e2e/{name}/test_router.py"
        self.result = add_tests(project, name)
        self.tools = projects.Tools(project)

    def failed(self):
        """The names of the tests that fail."""
        try:
            self.tools.test(self.path, "-p", "no:cacheprovider")
        except AssertionError as error:
            return set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+::\w+)", str(error), re.MULTILINE))
        return set()

    def failed_with(self, path, old, new):
        """The names of the tests that fail once a line of the feature is another."""
        before = (self.folder / path).read_text()
        assert old in before
        try:
            (self.folder / path).write_text(before.replace(old, new))
            return self.failed()
        finally:
            (self.folder / path).write_text(before)


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory):
    """With a service, a repository, a table and a foreign key, in a minimal project."""
    project = projects.new(tmp_path_factory.mktemp("warehouses"), profile="minimal")
    projects.add(project, CUSTOMERS)
    place(project, "warehouses")
    versions = project / "migrations/versions"
    parent = re.search(
        r'^revision: str = "(\w+)"',
        (versions / "0001_create_customers.py").read_text(),
        re.MULTILINE,
    )
    migration = project / "src/app/features/warehouses/migration.py"
    text = migration.read_text().replace("@PARENT@", parent.group(1))
    migration.unlink()
    (versions / "0002_create_warehouses.py").write_text(text)
    return Written(project, "warehouses")


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """A plain router with dependencies that ask who sends the request, in a production project."""
    project = projects.new(tmp_path_factory.mktemp("stock"))
    place(project, "stock")
    return Written(project, "stock")


class TestWithALayerForEach:
    def test_the_tests_pass(self, warehouses):
        assert warehouses.result.status == "ok"
        output = warehouses.tools.test(warehouses.path)
        assert "41 passed, 1 skipped" in output

    def test_their_style_is_that_of_the_project(self, warehouses):
        warehouses.tools.run("ruff", "check", "--no-cache", "tests/e2e/warehouses")
        warehouses.tools.run("ruff", "format", "--check", "--no-cache", "tests/e2e/warehouses")

    def test_a_row_that_is_referred_to_comes_from_its_factory(self, warehouses):
        text = (warehouses.project / warehouses.path).read_text()
        assert "row = await CustomerFactory.create(session)" in text

    def test_a_state_that_is_not_known_is_left_to_its_user(self, warehouses):
        assert [each.code for each in warehouses.result.warnings] == ["tests.to-fill"]
        assert "may answer 409" in warehouses.result.warnings[0].message

    def test_a_second_run_changes_nothing(self, warehouses):
        assert add_tests(warehouses.project, "warehouses").status == "unchanged"

    @pytest.mark.parametrize(
        ("path", "old", "new", "failing"),
        [
            pytest.param(
                "service.py",
                "if found is None:\n            raise WarehouseNotFoundError(warehouse_id)\n",
                "if found is None:\n            return Warehouse(id=warehouse_id)\n",
                "TestGetWarehouse::test_does_not_find_an_unknown_key",
                id="no 404",
            ),
            pytest.param(
                "schemas.py",
                "min_length=2, ",
                "",
                "TestCreateWarehouse::test_refuses_wrong_values",
                id="weaker text",
            ),
            pytest.param(
                "schemas.py",
                "gt=0, ",
                "ge=0, ",
                "TestUpdateWarehouse::test_refuses_wrong_values",
                id="weaker number",
            ),
            pytest.param(
                "router.py",
                "Query(ge=1, le=100)",
                "Query(ge=1)",
                "TestListWarehouses::test_refuses_wrong_parameters",
                id="no limit",
            ),
            pytest.param(
                "service.py",
                "setattr(found, name, value)",
                "del value, name",
                "TestUpdateWarehouse::test_changes_what_is_there",
                id="nothing changed",
            ),
            pytest.param(
                "service.py",
                "await self._repository.remove(await self.get(warehouse_id))",
                "await self.get(warehouse_id)",
                "TestDeleteWarehouse::test_deletes_what_is_there",
                id="nothing deleted",
            ),
        ],
    )
    def test_what_breaks_the_feature_fails(self, warehouses, path, old, new, failing):
        assert failing in warehouses.failed_with(path, old, new)


class TestWithDependenciesThatAsk:
    def test_the_tests_pass(self, stock):
        assert stock.result.status == "ok"
        assert stock.result.warnings == ()
        assert "30 passed" in stock.tools.test(stock.path)

    @pytest.mark.parametrize(
        ("old", "new", "failing"),
        [
            pytest.param(
                ", status_code=201, dependencies=[Depends(require_partner)]",
                ", status_code=201",
                "TestReportCount::test_refuses_who_brings_no_credentials",
                id="no key",
            ),
            pytest.param(
                "x_partner_key not in PARTNERS",
                "x_partner_key is None",
                "TestReportCount::test_refuses_wrong_credentials",
                id="any key",
            ),
            pytest.param(
                "sku: str, user: CurrentUser) -> Count",
                'sku: str, user: str = "") -> Count',
                "TestReadCount::test_refuses_who_brings_no_credentials",
                id="no user",
            ),
            pytest.param(
                "admin: AdminUser",
                "admin: CurrentUser",
                "TestCorrectCount::test_refuses_users_without_the_role",
                id="any user",
            ),
            pytest.param(
                "found.quantity = correction.quantity",
                "found.quantity = 7",
                "TestCorrectCount::test_changes_what_is_there",
                id="another number",
            ),
        ],
    )
    def test_what_breaks_the_feature_fails(self, stock, old, new, failing):
        assert failing in stock.failed_with("router.py", old, new)


def test_what_is_generated_is_understood_as_well_as_if_it_were_not(tmp_path):
    project = projects.new(tmp_path)
    projects.add(project, projects.EXAMPLES / "shop.yaml")
    names = ("customers", "orders", "products")
    for name in names:
        (project / f".fastscaffold/features/{name}.json").unlink()
        (project / f".fastscaffold/pristine/features/{name}.json").unlink()
        shutil.rmtree(project / "tests/e2e" / name)
    result = add_tests(project, *names)
    # A second placeholder, and a row that has to be deleted before it is restored.
    assert len(result.warnings) == 2
    tools = projects.Tools(project)
    paths = [f"tests/e2e/{name}" for name in names]
    tools.run("ruff", "check", "--no-cache", *paths)
    tools.run("mypy", *paths)
    assert "174 passed, 3 skipped" in tools.test(*paths)


class TestProjectsOfOthers:
    MAIN = (
        "from fastapi import FastAPI\n\nfrom app.shelves import router\n\n"
        "app = FastAPI()\napp.include_router(router)\n"
    )
    SHELVES = """\
from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field, field_validator

router = APIRouter(prefix="/shelves")
rows = {}


class ShelfIn(BaseModel):
    label: str = Field(..., min_length=1, max_length=10)
    room_id: int = 1


class Shelf(ShelfIn):
    id: int


class Mark(BaseModel):
    code: str

    @field_validator("code")
    @classmethod
    def check_code(cls, value):
        if value != "secret":
            raise ValueError("another one")
        return value


@router.post("", status_code=201)
def add_shelf(shelf: ShelfIn) -> Shelf:
    rows[len(rows) + 1] = made = Shelf(id=len(rows) + 1, **shelf.model_dump())
    return made


@router.get("/{shelf_id}")
def get_shelf(shelf_id: int) -> Shelf:
    if shelf_id not in rows:
        raise HTTPException(404)
    return rows[shelf_id]


@router.put("/{shelf_id}/mark")
def mark_shelf(shelf_id: int, mark: Mark, token=Depends(HTTPBearer())) -> Shelf:
    if token.credentials != mark.code:
        raise HTTPException(403)
    return get_shelf(shelf_id)
"""
    CONFTEST = (
        "import pytest\nfrom fastapi.testclient import TestClient\nfrom app.main import app\n\n\n"
        "@pytest.fixture\ndef browser():\n    return TestClient(app)\n"
    )

    @pytest.fixture
    def foreign(self, tmp_path):
        (tmp_path / "app").mkdir()
        (tmp_path / "app/__init__.py").touch()
        (tmp_path / "app/main.py").write_text(self.MAIN)
        (tmp_path / "app/shelves.py").write_text(self.SHELVES)
        return tmp_path

    def outcome(self, project):
        tools = projects.Tools(project, variables={"PYTHONPATH": "."})
        return tools.test("tests", "-W", "ignore", "-p", "no:cacheprovider").splitlines()[-1]

    def test_a_client_of_the_application_is_made(self, foreign):
        result = add_tests(foreign, "shelves")
        assert [action.path for action in result.plan.changes] == ["tests/test_shelves_routes.py"]
        assert not (foreign / ".fastscaffold").exists()
        text = (foreign / "tests/test_shelves_routes.py").read_text()
        assert "with TestClient(app) as client:" in text
        assert "10 passed, 5 skipped" in self.outcome(foreign)

    def test_the_client_of_its_own_tests_is_taken(self, foreign):
        (foreign / "tests").mkdir()
        (foreign / "tests/conftest.py").write_text(self.CONFTEST)
        add_tests(foreign, "shelves")
        text = (foreign / "tests/test_shelves_routes.py").read_text()
        assert "browser: TestClient" in text
        assert "def client" not in text
        assert "10 passed, 5 skipped" in self.outcome(foreign)

    def test_what_only_a_person_knows_is_left_to_them(self, foreign):
        result = add_tests(foreign, "shelves")
        assert "`credentials`, `code`" in result.warnings[0].message
        assert "skipped" in self.outcome(foreign)

    def test_a_class_that_derives_from_a_scheme_asks_for_credentials(self, foreign):
        own = (
            "\n\nclass Bearer(HTTPBearer):\n    async def __call__(self, request: Request):\n"
            "        return await super().__call__(request)\n"
        )
        text = self.SHELVES.replace("HTTPException\n", "HTTPException, Request\n", 1)
        text = text.replace("\n\nclass ShelfIn", f"{own}\n\nclass ShelfIn", 1)
        (foreign / "app/shelves.py").write_text(text.replace("(HTTPBearer())", "(Bearer())"))
        result = add_tests(foreign, "shelves")
        assert "`credentials`, `code`" in result.warnings[0].message
        assert "10 passed, 5 skipped" in self.outcome(foreign)

    @pytest.mark.parametrize(
        ("name", "rules", "begins"),
        [
            ("pyproject.toml", '[tool.ruff.lint]\nselect = ["E", "F"]\n', '"""Shelves'),
            ("pyproject.toml", '[tool.ruff.lint]\nselect = ["S", "E"]\n', "# ruff: noqa: S101\n"),
            (
                "pyproject.toml",
                '[tool.ruff.lint]\npreview = true\nselect = ["ALL"]\n',
                "# ruff: noqa: ",
            ),
            (
                "ruff.toml",
                'line-length = 60\n[lint]\nselect = ["E"]\n[format]\nquote-style = "single"\n',
                '"""Shelves',
            ),
        ],
    )
    def test_whatever_rules_a_project_has_its_tests_pass_them(self, foreign, name, rules, begins):
        (foreign / name).write_text(rules)
        add_tests(foreign, "shelves")
        assert (foreign / "tests/test_shelves_routes.py").read_text().startswith(begins)

    def test_no_text_looks_like_a_forgotten_f_string(self, foreign):
        rules = '[tool.ruff.lint]\npreview = true\nselect = ["RUF"]\n'
        (foreign / "pyproject.toml").write_text(rules)
        text = (
            "from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n"
            '@router.get("/shelves/{code}/books/{place}")\n'
            "def read(code: str, place: int) -> str:\n    return code\n"
        )
        (foreign / "app/shelves.py").write_text(text)
        add_tests(foreign, "shelves")
        made = (foreign / "tests/test_shelves_routes.py").read_text()
        assert "in /shelves/<code>/books/<place>." in made

    def test_an_application_that_cannot_be_made_is_refused(self, foreign):
        made = "def build(name):\n    app = FastAPI()\n    app.include_router(router)\n    return app\n"
        main = self.MAIN.partition("app = ")[0] + made
        (foreign / "app/main.py").write_text(main)
        before = projects.content(foreign)
        with pytest.raises(ProjectError) as error:
            add_tests(foreign, "shelves")
        assert error.value.messages[0].code == "tests.no-client"
        assert projects.content(foreign) == before

    def test_no_routes_at_all_are_refused(self, tmp_path):
        (tmp_path / "script.py").write_text("print(1)\n")
        with pytest.raises(ProjectError) as error:
            add_tests(tmp_path, "script")
        assert error.value.messages[0].code == "tests.no-routes"
        assert projects.content(tmp_path).keys() == {"script.py"}

    def test_routes_that_take_forms_alone_are_refused(self, foreign):
        text = (
            "from typing import Annotated\n\nfrom fastapi import APIRouter, Form\n\n"
            'router = APIRouter()\n\n\n@router.post("/shelves")\n'
            "def add(label: Annotated[str, Form()]) -> str:\n    return label\n"
        )
        (foreign / "app/shelves.py").write_text(text)
        with pytest.raises(ProjectError) as error:
            add_tests(foreign, "shelves")
        assert error.value.messages[0].path == "app/shelves.py"
