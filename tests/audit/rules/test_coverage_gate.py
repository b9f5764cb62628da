from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.coverage_gate import RULE

COMMON = {
    "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "tests/test_it.py": "def test_it(): ...\n",
}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({}, ("app/main.py", 2)),
        ({".coveragerc": "[report]\nfail_under = 60"}, (".coveragerc", 2)),
        ({"Makefile": "test:\n\tpytest --cov=app"}, ("Makefile", 2)),
        (
            {"pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--cov-fail-under=50'"},
            ("pyproject.toml", 2),
        ),
    ],
)
def test_it_finds(files, place):
    assert [(each.path, each.line) for each in findings(RULE, COMMON | files)] == [place]


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": "[tool.coverage.report]\nfail_under = 85.5"},
        {"setup.cfg": "[coverage:report]\nfail_under=80"},
        {"pytest.ini": "[pytest]\naddopts = --cov --cov-fail-under 90"},
        {
            ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: coverage report --fail-under=90"
        },
        {"scripts/test.sh": "coverage report --fail-under 100"},
        {
            ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - uses: codecov/codecov-action@v5"
        },
        {"tests/test_it.py": ""},
    ],
)
def test_it_leaves_alone(files):
    assert findings(RULE, COMMON | files) == []
