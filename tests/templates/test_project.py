"""The template of a new project: what it renders to stands up to the project's own tools."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fastscaffold.render.project import render_project
from fastscaffold.resources import templates_directory

pytestmark = pytest.mark.any_python

SECRET = "wXk3_Zp9-Lm2.Qr7+Vb5=Hn8/Jd4~Ty6"
FORMS = [("app", "3.11"), ("app", "3.14"), ("storefront_catalogue_service", "3.12")]
SOURCE = templates_directory() / "project"


def render(root: Path, **answers: str) -> Path:
    given = {"project_name": "shop-api", "secret_key": SECRET} | answers
    for path, file in render_project(None, given).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return root


def run(root: Path, *command: str) -> str:
    binaries = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": binaries + os.pathsep + os.environ["PATH"]}
    for name in ("DATABASE_URL", "SECRET_KEY", "ENVIRONMENT", "TEST_DATABASE_URL"):
        environment.pop(name, None)
    done = subprocess.run(
        command, cwd=root, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=FORMS, ids="-".join)
def project(request, tmp_path_factory):
    package, python = request.param
    return render(tmp_path_factory.mktemp("project"), package=package, python=python)


@pytest.fixture(scope="module")
def default(tmp_path_factory):
    """A project of this interpreter's syntax, which the tools can therefore run."""
    return render(tmp_path_factory.mktemp("default"), package="app", python="3.11")


def test_is_lint_clean_once_it_is_formatted(project):
    # Names of other lengths than `app` sort and wrap differently; `new` runs the same two steps.
    run(project, "ruff", "check", "--no-cache", "--quiet", "--select", "I", "--fix", ".")
    run(project, "ruff", "format", "--no-cache", "--quiet", ".")
    run(project, "ruff", "check", "--no-cache", ".")


@pytest.mark.parametrize("python", ["3.11", "3.12"])
def test_reads_as_if_formatted_by_hand(tmp_path, python):
    root = render(tmp_path, package="app", python=python)
    run(root, "ruff", "check", "--no-cache", ".")
    run(root, "ruff", "format", "--no-cache", "--check", ".")


def test_nothing_of_the_template_is_left(project):
    for path in project.rglob("*"):
        name = path.relative_to(project).as_posix()
        assert "{{" not in name
        assert not name.endswith(".jinja")
        if path.is_file():
            assert "{{" not in path.read_text(), name
            assert "{%" not in path.read_text(), name


def test_the_package_has_its_name_everywhere(tmp_path):
    root = render(tmp_path, package="storefront", python="3.11")
    assert (root / "src/storefront/main.py").is_file()
    for path in root.rglob("*.py"):
        assert not re.search(r"(?m)^ *(from|import) app\b", path.read_text()), path
    assert "storefront.main:create_app" in (root / "Makefile").read_text()


def test_type_parameters_follow_the_python_version(tmp_path):
    old = render(tmp_path / "old", package="app", python="3.11")
    new = render(tmp_path / "new", package="app", python="3.12")
    assert (
        "class Page(BaseModel, Generic[T]):" in (old / "src/app/shared/pagination.py").read_text()
    )
    assert "class Page[T](BaseModel):" in (new / "src/app/shared/pagination.py").read_text()


def test_the_secret_is_in_the_environment_file_only(default):
    holders = [
        path.relative_to(default).as_posix()
        for path in default.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    assert holders == [".env"]
    assert ".env" in (default / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize(
    ("database", "line"),
    [
        ("sqlite", "# DATABASE_URL=postgresql://user:password@host:5432/name"),
        ("postgres", "DATABASE_URL=postgresql://postgres:postgres@localhost:5432/shop-api"),
    ],
)
def test_the_database_is_a_matter_of_the_environment(tmp_path, database, line):
    root = render(tmp_path, package="app", python="3.11", database=database)
    for name in (".env", ".env.example"):
        assert f"\n{line}\n" in (root / name).read_text()


@pytest.mark.wide
@pytest.mark.slow
@pytest.mark.parametrize("python", ["3.11", "3.12"])
def test_types_are_strict(tmp_path, python):
    root = render(tmp_path, package="app", python=python)
    run(root, sys.executable, "-m", "mypy")
    run(root, sys.executable, "-m", "pyright", "--pythonpath", sys.executable)


@pytest.mark.wide
@pytest.mark.slow
def test_its_own_tests_pass_with_high_coverage(default):
    run(default, sys.executable, "-m", "pytest", "--cov", "--cov-fail-under=95")


@pytest.mark.wide
@pytest.mark.slow
def test_its_own_tests_pass_on_postgresql(default):
    run(default, sys.executable, "-m", "pytest", "--postgres")


@pytest.mark.slow
def test_an_empty_history_migrates_both_ways(tmp_path):
    root = render(tmp_path, package="app", python="3.11")
    for command in ("upgrade head", "check", "downgrade base", "upgrade head"):
        run(root, sys.executable, "-m", "alembic", *command.split())


@pytest.mark.parametrize(("package", "python"), FORMS)
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_copier_makes_the_same_of_it(package, python, database):
    answers = {
        "project_name": "shop-api",
        "secret_key": SECRET,
        "package": package,
        "python": python,
        "database": database,
    }

    assert render_project(str(SOURCE), answers) == render_project(None, answers)
