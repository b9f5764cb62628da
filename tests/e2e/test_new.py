from __future__ import annotations

import re
import subprocess

import pytest
from support import projects
from support.projects import Nobody

from fastscaffold import pipeline
from fastscaffold.errors import ConflictError, UsageError
from fastscaffold.requests import NewProject, Options
from fastscaffold.tasks import Finished

pytestmark = pytest.mark.any_python


def test_adding_a_capability_twice_changes_nothing(project):
    before = projects.content(project)

    result = pipeline.add_capabilities(project, ["cors"], Options(), Nobody())

    assert result.status == "unchanged"
    assert projects.content(project) == before


def test_new_twice_changes_nothing(tmp_path):
    project = projects.new(tmp_path)
    before = projects.content(project)

    result = pipeline.new_project(
        NewProject(name="api", parent=tmp_path, git=False), Options(), Nobody()
    )

    assert result.status == "unchanged"
    assert projects.content(project) == before


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ({"name": "My Vet"}, ": my-vet"),
        ({"name": "vets/api"}, ": vets-api\n--dest says in which directory it is made."),
        ({"name": "1"}, ": shop-api"),
        ({"package": "My-Vet"}, ": my_vet"),
        ({"package": "class"}, ": class_app"),
        ({"package": "1json"}, ": json_app"),
    ],
)
def test_a_name_that_cannot_be_is_answered_by_one_that_can(tmp_path, names, hint):
    with pytest.raises(UsageError) as refusal:
        projects.create(tmp_path, **names)

    (message,) = refusal.value.messages
    assert str(message.hint).endswith(hint)


@pytest.mark.parametrize(
    ("options", "difference"),
    [
        (
            {"profile": "minimal", "with_capabilities": ("cors",)},
            r"it has auth, .*, websocket, too",
        ),
        ({"with_capabilities": ("gitlab-ci",)}, "it lacks gitlab-ci"),
        ({"package": "shop"}, "its package is app, not shop"),
        ({"python": "3.12"}, "its python is 3.11, not 3.12"),
        ({"database": "postgres"}, "its database is sqlite, not postgres"),
    ],
)
def test_a_project_with_other_options_is_a_conflict(pristine_project, options, difference):
    before = projects.content(pristine_project)

    with pytest.raises(ConflictError) as refusal:
        projects.new(pristine_project.parent, **options)

    (message,) = refusal.value.messages
    assert message.code == "new.other-project"
    assert re.search(difference + r"\.$", message.message)
    assert "cors" not in message.message
    assert projects.content(pristine_project) == before


def test_a_directory_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "notes.txt").write_text("mine")

    with pytest.raises(ConflictError):
        projects.new(tmp_path)

    assert projects.content(tmp_path / "api") == {"notes.txt": b"mine"}


def test_an_empty_directory_is_filled(tmp_path):
    (tmp_path / "api").mkdir()

    assert (projects.new(tmp_path) / "pyproject.toml").is_file()


def test_a_dry_run_creates_nothing(tmp_path):
    result = pipeline.new_project(
        NewProject(name="api", parent=tmp_path, git=False), Options(dry_run=True), Nobody()
    )

    assert result.plan is not None
    assert "pyproject.toml" in {action.path for action in result.plan.changes}
    assert list(tmp_path.iterdir()) == []


def test_each_project_gets_its_own_secret_that_only_its_owner_can_read(tmp_path):
    keys = set()
    for name in ("one", "two"):
        request = NewProject(name=name, parent=tmp_path, git=False)
        pipeline.new_project(request, Options(), Nobody())
        env = tmp_path / name / ".env"
        assert env.stat().st_mode & 0o077 == 0
        keys |= {line for line in env.read_text().splitlines() if line.startswith("SECRET_KEY=")}

    assert len(keys) == 2
    recorded = b"".join(
        path.read_bytes() for path in (tmp_path / "one" / ".fastscaffold").rglob("*.json")
    )
    assert not any(key.partition("=")[2].encode() in recorded for key in keys)


@pytest.mark.parametrize(
    "name", ["", "../x", "/x", "a b", "1st", "x" * 64, "{{ x }}", "ａpi", ".", "-x", "a/b"]
)
def test_names_that_cannot_be_a_directory_are_refused(tmp_path, name):
    with pytest.raises(UsageError):
        projects.new(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["fastapi", "SQLAlchemy", "pydantic_settings"])
def test_a_project_that_would_depend_on_itself_is_refused(tmp_path, name):
    with pytest.raises(UsageError, match="depend on"):
        projects.new(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_capability_that_is_wanted_and_not_wanted_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cors"):
        projects.new(tmp_path, with_capabilities=("cors",), without_capabilities=("cors",))


def test_what_others_require_is_not_left_out_alone(tmp_path):
    with pytest.raises(UsageError) as refusal:
        projects.new(tmp_path, without_capabilities=("auth",))

    (message,) = refusal.value.messages
    assert message.message == "auth cannot be left out: uploads, websocket require it."
    assert message.hint == "Leave out all of them: --without auth,uploads,websocket"
    assert list(tmp_path.iterdir()) == []

    left_out = ("auth", "uploads", "websocket")
    project = projects.new(tmp_path, without_capabilities=left_out)

    assert not (project / "src/app/features/auth").exists()


def test_what_is_asked_for_and_its_requirement_left_out_is_refused(tmp_path):
    with pytest.raises(UsageError) as refusal:
        projects.new(
            tmp_path,
            profile="minimal",
            with_capabilities=("websocket",),
            without_capabilities=("auth", "rate-limit"),
        )

    assert [message.message for message in refusal.value.messages] == [
        "auth cannot be left out: websocket requires it.",
        "rate-limit cannot be left out: auth, websocket require it.",
    ]
    assert {message.hint for message in refusal.value.messages} == {"Take websocket out of --with."}


@pytest.mark.parametrize(
    "package", ["", "class", "json", "fastapi", "tests", "My", "a-b", "../x", "ｏs"]
)
def test_packages_that_cannot_be_imported_are_refused(tmp_path, package):
    with pytest.raises(UsageError):
        projects.new(tmp_path, package=package)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_capability_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(UsageError) as refusal:
        projects.new(tmp_path, with_capabilities=("corse",))

    assert refusal.value.messages[0].hint == "Did you mean cors?"


def test_a_template_that_is_none_is_refused(tmp_path):
    with pytest.raises(UsageError):
        projects.new(tmp_path, template=str(tmp_path / "nowhere"))


@pytest.mark.parametrize(("ignored", "own"), [("", False), ("api/", True)])
def test_a_project_in_a_repository_becomes_a_part_of_it(tmp_path, ignored, own):
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text(ignored)

    result = pipeline.new_project(NewProject(name="api", parent=tmp_path), Options(), Nobody())

    assert (tmp_path / "api" / ".git").exists() is own
    # Of a repository around it, it would commit what others changed.
    assert any("git commit" in step for step in result.next) is own


@pytest.mark.parametrize("works", [True, False])
def test_what_was_installed_is_no_next_step(tmp_path, monkeypatch, works):
    monkeypatch.setattr("fastscaffold.tasks.run", lambda *_: Finished(0 if works else 2, b""))
    request = NewProject(name="api", parent=tmp_path, git=False, install=True)

    result = pipeline.new_project(request, Options(), Nobody())

    assert ("make install" in result.next) is not works
    assert [warning.code for warning in result.warnings] == ([] if works else ["new.install"])
