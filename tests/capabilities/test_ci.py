"""What the files of CI say, as the tools that read them understand it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import projects
from support.files import check_schema
from support.projects import Nobody

from fastscaffold import pipeline, queries
from fastscaffold.requests import Options

pytestmark = pytest.mark.any_python

WORKFLOW = Path(".github/workflows/ci.yml")
PIPELINE = Path(".gitlab-ci.yml")
CHECKS = ["install", "lint", "types", "audit", "test", "test-postgres"]


@pytest.fixture(params=[("ci", "gitlab-ci"), ("ci", "gitlab-ci", "docker", "redis")], ids="-".join)
def project(request, tmp_path) -> Path:
    return projects.new(tmp_path, profile="minimal", with_capabilities=request.param)


def test_github_and_gitlab_would_take_the_files(project):
    check_schema("github-workflows", project / WORKFLOW)
    check_schema("gitlab-ci", project / PIPELINE)


@pytest.mark.parametrize("path", [WORKFLOW, PIPELINE], ids=str)
def test_both_check_the_same(project, path):
    text = (project / path).read_text()

    for target in CHECKS:
        assert re.search(rf"\bmake {target}$", text, re.MULTILINE), target
    for command in ("alembic upgrade head", "alembic check", "docker build"):
        assert command in text, command


def test_hooks_find_their_tools_wherever_a_commit_is_made(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("pre-commit",))

    (local,) = yaml.safe_load((project / ".pre-commit-config.yaml").read_text())["repos"]
    assert {hook["entry"].split()[0] for hook in local["hooks"]} == {
        ".venv/bin/ruff",
        ".venv/bin/mypy",
    }
    making = subprocess.run(
        ["make", "--dry-run", "hooks"], cwd=project, capture_output=True, text=True, check=True
    )
    assert ".venv/bin/pre-commit install" in making.stdout


def test_gitlab_starts_services_that_are_added_later(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("gitlab-ci",))

    assert pipeline.add_capabilities(project, ["redis"], Options(), Nobody()).status == "ok"

    tests = jobs(project)["tests"]
    assert tests["services"] == [
        {"name": "postgres:17", "alias": "postgres"},
        {"name": "valkey/valkey:9-alpine", "alias": "redis"},
    ]
    assert tests["variables"]["TEST_REDIS_URL"] == "redis://redis:6379/0"
    assert queries.diagnose(project).notices == ()


def jobs(project: Path) -> dict[str, Any]:
    return yaml.safe_load((project / PIPELINE).read_text())


def test_the_workflow_keeps_its_own_expressions(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("ci",))
    workflow = (project / ".github/workflows/ci.yml").read_text()
    assert "group: ${{ github.workflow }}-${{ github.ref }}" in workflow
    pinned = re.findall(r"uses: (\S+)", workflow)
    assert pinned
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in pinned)
