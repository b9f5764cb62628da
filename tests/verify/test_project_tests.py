from __future__ import annotations

import os
import sys

import pytest

from fastscaffold.verify import run_tests


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose environment is this one."""
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest]\naddopts = ["--no-such-option"]\nfilterwarnings = ["error"]\n'
    )
    binary = tmp_path / ".venv" / "bin" / "python"
    binary.parent.mkdir(parents=True)
    binary.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    binary.chmod(0o755)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return tmp_path


def files(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


def test_tests_that_pass_leave_nothing_behind(project):
    (project / "test_a.py").write_text("def test_a():\n    assert True\n")
    before = files(project)
    assert run_tests(project, ["test_a.py"]) == ()
    assert files(project) == before


def test_tests_that_fail_are_shown(project):
    (project / "test_a.py").write_text("def test_a():\n    assert 1 + 1 == 3\n")
    (message,) = run_tests(project, ["test_a.py"])
    assert message.code == "verify.tests"
    assert "assert (1 + 1) == 3" in (message.hint or "")


def test_only_the_tests_that_are_named_run(project):
    (project / "test_a.py").write_text("def test_a():\n    assert True\n")
    (project / "test_b.py").write_text("def test_b():\n    assert False\n")
    assert run_tests(project, ["test_a.py"]) == ()


def test_an_output_that_is_long_is_cut_at_its_start(project):
    (project / "test_a.py").write_text("def test_a():\n    print('x\\n' * 500)\n    assert False\n")
    (message,) = run_tests(project, ["test_a.py"])
    assert len((message.hint or "").splitlines()) == 40


def test_tests_that_take_too_long_are_stopped(project):
    (project / "test_a.py").write_text("import time\n\ndef test_a():\n    time.sleep(60)\n")
    (message,) = run_tests(project, ["test_a.py"], timeout=0.5)
    assert message.code == "verify.tests"
    assert message.message == "The tests took more than 0.5 s."


def test_our_own_environment_stays_out(project, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    (project / "test_a.py").write_text(
        "import os\n\ndef test_a():\n    assert 'PYTHONPATH' not in os.environ\n"
    )
    assert run_tests(project, ["test_a.py"]) == ()


def test_without_an_environment(tmp_path, monkeypatch):
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    (message,) = run_tests(tmp_path, ["test_a.py"])
    assert message.code == "verify.no-environment"
    assert "make install" in (message.hint or "")


def test_the_active_environment_stands_in_for_one_of_the_projects_own(tmp_path, monkeypatch):
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    (tmp_path / "test_a.py").write_text("def test_a():\n    assert False\n")
    (message,) = run_tests(tmp_path, ["test_a.py"])
    assert message.code == "verify.tests"


def test_uv_is_used_where_the_project_is_locked(tmp_path, monkeypatch):
    (tmp_path / "uv.lock").touch()
    fake = tmp_path / "bin" / "uv"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    assert run_tests(tmp_path, ["test_a.py"]) == ()
    arguments = (tmp_path / "arguments").read_text()
    assert arguments.startswith("run --frozen python -m pytest ")
    assert arguments.endswith(" test_a.py\n")


def test_no_tests(tmp_path):
    assert run_tests(tmp_path, []) == ()
