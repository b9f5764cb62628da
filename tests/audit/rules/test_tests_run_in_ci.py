from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.tests_run_in_ci import RULE

COMMON = {
    "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "tests/test_it.py": "def test_it(): ...\n",
}


def ci(command: str) -> dict[str, str]:
    return {".github/workflows/ci.yml": f"jobs:\n  a:\n    steps:\n      - run: {command}\n"}


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({}, "app/main.py"),
        (ci("ruff check ."), ".github/workflows/ci.yml"),
        (ci("pip install pytest"), ".github/workflows/ci.yml"),
        (
            ci("make lint") | {"Makefile": "lint:\n\truff check\ntest:\n\tpytest\n"},
            ".github/workflows/ci.yml",
        ),
    ],
)
def test_it_finds(files, path):
    assert [each.path for each in findings(RULE, COMMON | files)] == [path]


@pytest.mark.parametrize(
    "files",
    [
        ci("pytest -q"),
        ci("pip install pytest && uv run pytest"),
        ci("coverage run -m pytest"),
        ci("make all") | {"Makefile": "all: lint unit\nunit:\n\t$(RUN)python -m pytest\n"},
        ci("make all") | {"Makefile": "all: ; $(MAKE) unit\nunit:\n\tpytest\n"},
        ci("task py:check") | {"Taskfile.yml": "tasks:\n  py:check:\n    cmds:\n      - pytest\n"},
        ci("just ci") | {"justfile": "ci: unit\nunit:\n    pytest\n"},
        ci("hatch run cov")
        | {"pyproject.toml": "[tool.hatch.envs.default.scripts]\ncov = 'pytest'\n"},
        ci("pdm run all") | {"pyproject.toml": "[tool.pdm.scripts]\nall = {cmd = 'pytest'}\n"},
        ci("poe all") | {"pyproject.toml": "[tool.poe.tasks.all]\ncmd = 'pytest'\n"},
        ci("tox -e py312"),
        ci("nox -s unit"),
        ci("bash scripts/check.sh") | {"scripts/check.sh": "pytest\n"},
        ci("scripts/check") | {"scripts/check": "#!/bin/sh\npytest\n"},
        ci("docker compose run app") | {"compose.yaml": "services:\n  app:\n    command: pytest\n"},
        ci("make test"),
        {".gitlab-ci.yml": "test:\n  script:\n    - pytest\n"},
        {"Jenkinsfile": "sh 'python -m pytest'"},
        {
            ".github/workflows/ci.yml": "jobs:\n  a:\n    uses: org/w/.github/workflows/test.yml@v1\n"
        },
    ],
)
def test_it_leaves_alone(files):
    assert findings(RULE, COMMON | files) == []


def test_without_tests_there_is_nothing_to_run():
    assert findings(RULE, COMMON["app/main.py"]) == []
