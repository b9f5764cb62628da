from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.types_checked_strictly import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders(): ...\n"

CI = {".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: make types\n"}
MAKE = {"Makefile": "types:\n\tmypy app\n"}
STRICT = {"pyproject.toml": "[project]\nname = 'a'\n[tool.mypy]\nstrict = true\n"}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({}, ("app/main.py", 2)),
        (STRICT, ("pyproject.toml", 3)),
        (CI | MAKE, ("app/main.py", 2)),
        (CI | MAKE | {"pyproject.toml": "[tool.mypy]\nstrict = false\n"}, ("pyproject.toml", 1)),
        ({".github/workflows/ci.yml": "run: pip install mypy"} | STRICT, ("pyproject.toml", 3)),
    ],
)
def test_it_finds(files, place):
    found = findings(RULE, {"app/main.py": APP, **files})
    assert [(each.path, each.line) for each in found] == [place]


@pytest.mark.parametrize(
    "files",
    [
        CI | MAKE | STRICT,
        CI | {"Makefile": "types:\n\tmypy --strict app\n"},
        CI
        | {
            "Makefile": "types:\n\tpyright\n",
            "pyrightconfig.json": '{"typeCheckingMode": "strict"}',
        },
        CI | {"Makefile": "types:\n\tuv run ty check\n"},
        CI | MAKE | {"mypy.ini": "[mypy]\nstrict = True\n"},
        STRICT
        | {".github/workflows/ci.yml": "run: pre-commit run --all-files"}
        | {".pre-commit-config.yaml": "repos:\n  - hooks:\n    - id: mypy\n"},
        STRICT | {".pre-commit-config.yaml": "ci:\n  a: b\nrepos:\n  - hooks:\n    - id: mypy\n"},
    ],
)
def test_it_leaves_alone(files):
    assert findings(RULE, {"app/main.py": APP, **files}) == []


def test_a_checker_of_an_environment_counts():
    ci = {".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: .venv/bin/mypy\n"}
    assert findings(RULE, {"app/main.py": APP, **ci, **STRICT}) == []
