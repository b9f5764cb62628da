"""``add tests`` where a project has several applications, or names that Python has, too."""

from __future__ import annotations

import re

import pytest
from support import projects

from fastscaffold import pipeline
from fastscaffold.requests import Options

pytestmark = pytest.mark.any_python

ROUTES = """\
from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter(prefix="/notes")


class Note(BaseModel):
    text: str


@router.get("/")
def all() -> list[Note]:
    return []


@router.post("/")
def create(note: Note) -> Note:
    return note


@router.get("/{id}")
def show(id: int) -> Note:
    return Note(text=str(id))
"""
MAIN = """\
from fastapi import FastAPI
from {package}.notes import router

app = FastAPI()
app.include_router(router)
"""
CONFTEST = """\
import pytest
from httpx import ASGITransport, AsyncClient
from blue.main import app


@pytest.fixture
async def client():
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
"""


@pytest.fixture
def project(tmp_path):
    """Two applications, each with notes of its own at the same addresses."""
    (tmp_path / ".git").mkdir()
    for package in ("blue", "green"):
        folder = tmp_path / package
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / "notes.py").write_text(ROUTES)
        (folder / "main.py").write_text(MAIN.format(package=package))
    return tmp_path


def added(project, *names):
    result = pipeline.add_tests(project, names, Options(), projects.Nobody())
    (path,) = [each.path for each in result.plan.changes]
    return result, (project / path).read_text()


def classes(text):
    return re.findall(r"^class (\w+)", text, re.MULTILINE)


def test_tests_are_of_one_application_and_the_other_is_named(project):
    result, text = added(project, "notes")

    assert "from blue.main import app" in text
    assert classes(text) == ["TestAll", "TestCreate", "TestShow"]
    (warning,) = [each for each in result.warnings if each.code == "tests.other-application"]
    assert warning.path == "green/main.py"
    assert "`blue.main:app`, and of none of the 3 routes that `green.main:app`" in warning.message


def test_the_application_is_the_one_that_serves_the_feature(project):
    (project / "blue/main.py").write_text("from fastapi import FastAPI\n\napp = FastAPI()\n")
    (project / "blue/notes.py").unlink()

    result, text = added(project, "notes")

    assert "from green.main import app" in text
    assert not [each for each in result.warnings if each.code == "tests.other-application"]


@pytest.mark.parametrize("package", ["blue", "green"])
def test_the_application_is_the_one_that_the_client_of_the_tests_asks(project, package):
    (project / "tests").mkdir()
    (project / "tests/conftest.py").write_text(CONFTEST.replace("blue", package))

    result, text = added(project, "notes")

    assert classes(text) == ["TestAll", "TestCreate", "TestShow"]
    other = {"blue": "green", "green": "blue"}[package]
    assert next(each.path for each in result.warnings) == f"{other}/main.py"


def test_a_client_that_reaches_no_route_of_the_feature_is_not_taken(project):
    (project / "blue/main.py").write_text("from fastapi import FastAPI\n\napp = FastAPI()\n")
    (project / "blue/notes.py").unlink()
    (project / "tests").mkdir()
    (project / "tests/conftest.py").write_text(CONFTEST)

    _, text = added(project, "notes")

    assert "from green.main import app" in text


def test_a_router_of_both_has_the_address_that_it_has_in_the_one(project):
    (project / "green/main.py").write_text(
        MAIN.format(package="blue").replace("(router)", "(router, prefix='/green')")
    )
    (project / "green/notes.py").unlink()
    (project / "tests").mkdir()
    (project / "tests/conftest.py").write_text(CONFTEST.replace("blue", "green"))

    _, text = added(project, "notes")

    assert 'URL = "/green/notes"' in text


def test_no_fixture_hides_a_builtin(project):
    for path in project.glob("*/notes.py"):
        path.rename(path.with_name("inputs.py"))
    for path in project.glob("*/main.py"):
        path.write_text(path.read_text().replace("notes", "inputs"))

    _, text = added(project, "inputs")

    fixtures = set(re.findall(r"^def (\w+)", text, re.MULTILINE))
    assert "valid_id" in fixtures
    assert not fixtures & {"id", "input"}
