"""Which environment the targets of a generated project run in, and which tests they run."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support import projects

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.any_python

OWN = ".venv/bin/"


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return projects.new(tmp_path_factory.mktemp("makefile"), profile="minimal")


@pytest.fixture
def bare(tmp_path) -> Path:
    """An environment without what the project needs, such as that of fastscaffold."""
    environment = tmp_path / "bare"
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", environment], check=True, timeout=120
    )
    return environment


def commands(project: Path, *words: str, active: Path | str | None = None) -> list[str]:
    """What make would run."""
    return printed(project, "--dry-run", *words, active=active)


def printed(project: Path, *words: str, active: Path | str | None = None) -> list[str]:
    """What make prints."""
    result = finished(project, *words, active=active)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def finished(
    project: Path, *words: str, active: Path | str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run make."""
    # The tests themselves may be a target of make.
    hidden = {"VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    variables = {key: value for key, value in os.environ.items() if key not in hidden}
    if active is not None:
        variables["VIRTUAL_ENV"] = str(active)
    return subprocess.run(
        ["make", *words],
        cwd=project,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def is_set_up(lines: list[str]) -> bool:
    return any("uv sync" in line or "-m venv --clear .venv" in line for line in lines)


def test_without_an_active_environment_the_project_sets_up_its_own(project):
    lines = commands(project, "migrate")
    assert is_set_up(lines)
    assert lines[-1] == f"{OWN}alembic upgrade head"


def test_an_active_environment_that_lacks_something_is_not_used(project, bare):
    lines = commands(project, "migrate", active=bare)
    assert is_set_up(lines)
    assert lines[-1] == f"{OWN}alembic upgrade head"


def test_an_active_environment_that_is_gone_is_not_used(project, tmp_path):
    lines = commands(project, "migrate", active=tmp_path / "gone")
    assert is_set_up(lines)
    assert lines[-1] == f"{OWN}alembic upgrade head"


def test_an_active_environment_that_has_everything_is_used_as_it_is(project):
    lines = commands(project, "migrate", active=sys.prefix)
    assert not is_set_up(lines)
    assert lines[-1] == f"{sys.prefix}/bin/alembic upgrade head"


def test_an_environment_that_is_named_is_used_as_it_is(project, bare):
    lines = commands(project, "migrate", f"VIRTUAL_ENV={bare}")
    assert not is_set_up(lines)
    assert lines[-1] == f"{bare}/bin/alembic upgrade head"


def syncs(project: Path, *words: str) -> list[str]:
    """How uv would be run."""
    lines = commands(project, "install", "UV=uv", *words)
    return [line.strip() for line in lines if line.startswith("uv ")]


def test_another_lock_file_is_installed(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    ready, lock = project / ".venv/.ready", project / "uv.lock"
    ready.parent.mkdir()
    ready.touch()
    assert syncs(project, "CI=") == []

    lock.touch()
    os.utime(lock, (ready.stat().st_mtime + 1,) * 2)

    assert syncs(project, "CI=") == ["uv sync --quiet"]
    assert syncs(project, "CI=true") == ["uv sync --quiet --locked"]


def test_ci_installs_what_there_is_where_nothing_is_locked(project):
    assert syncs(project, "CI=true") == ["uv sync --quiet"]


def test_an_environment_of_another_python_is_left_behind(project):
    lines = commands(project, "install", "UV=", "PYTHON=python3.14")

    assert "python3.14 -m venv --clear .venv" in lines


def test_the_fast_tests_are_those_of_units_and_of_features(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    assert projects.add_inline(project, "notes", "title:str").status == "ok"

    *_, line = commands(project, "test-fast", active=sys.prefix)

    _, folders = line.split(" --dist worksteal ")
    assert folders.split() == ["tests/unit", "tests/integration/notes/", "tests/e2e/notes/"]


def test_the_tests_of_chosen_features_run_alone(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    for name in ("notes", "pages", "words"):
        assert projects.add_inline(project, name, "title:str").status == "ok"

    for chosen in (["notes"], ["notes", "words"]):
        named = f"FEATURE={' '.join(chosen)}"
        *_, line = commands(project, "test-fast", named, active=sys.prefix)

        _, folders = line.split(" --dist worksteal ")
        kinds = ("unit", "integration", "e2e")
        assert {*folders.split()} == {f"tests/{kind}/{name}/" for kind in kinds for name in chosen}


@pytest.mark.parametrize("named", ["nots", "notes nots", "notes test_main.py"])
def test_a_feature_without_tests_is_refused_beside_others_too(tmp_path, named):
    project = projects.new(tmp_path, profile="minimal")
    assert projects.add_inline(project, "notes", "title:str").status == "ok"

    run = finished(project, "--dry-run", "test-fast", f"FEATURE={named}", active=sys.prefix)

    assert run.returncode == 2
    assert f"No tests of {named.split()[-1]}" in run.stderr


@pytest.mark.parametrize("failing", ["mypy", "pyright", ""])
def test_types_are_checked_by_both_tools_whatever_the_first_says(project, tmp_path, failing):
    tools = tmp_path / "fake/bin"
    tools.mkdir(parents=True)
    for tool in ("mypy", "pyright"):
        (tools / tool).write_text(f"#!/bin/sh\necho {tool} ran\nexit {int(tool == failing)}\n")
        (tools / tool).chmod(0o700)

    run = finished(project, "--silent", "types", f"VIRTUAL_ENV={tmp_path / 'fake'}")

    assert run.stdout.splitlines() == ["mypy ran", "pyright ran"]
    assert (run.returncode != 0) == bool(failing)


@pytest.mark.parametrize("target", ["admin", "password"])
@pytest.mark.parametrize("is_variable", [True, False], ids=["environment", "words"])
def test_commands_get_a_password_by_the_environment_alone(
    tmp_path, monkeypatch, target, is_variable
):
    password, email = 'it\'s $HOME $(HOME) $$ #1 \\ "now"', "o'hara@example.com"
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth",))
    python = tmp_path / "fake/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$PASSWORD" "$@"\n')
    python.chmod(0o700)
    words = [target, f"VIRTUAL_ENV={tmp_path / 'fake'}", f"EMAIL={email}"]
    if is_variable:
        monkeypatch.setenv("PASSWORD", password)
    else:
        words.append(f"PASSWORD={password}")

    run = printed(project, "--silent", *words)

    assert run[-4:] == [password, "-m", f"app.features.users.{target}", email]
    assert "now" not in "\n".join(commands(project, *words))
