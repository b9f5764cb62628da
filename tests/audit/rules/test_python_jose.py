from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.python_jose import RULE


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"requirements.txt": "fastapi\npython_jose==3.3\n"}, ("requirements.txt", 2)),
        (
            {"pyproject.toml": '[project]\ndependencies = [\n  "python-jose[cryptography]",\n]\n'},
            ("pyproject.toml", 3),
        ),
        (
            {"pyproject.toml": '[tool.poetry.dependencies]\npython-jose = "^3.3"\n'},
            ("pyproject.toml", 2),
        ),
        ({"app/a.py": "import os\nfrom jose import jwt\n"}, ("app/a.py", 2)),
    ],
)
def test_it_finds(files, place):
    assert [(each.path, each.line) for each in findings(RULE, files)] == [place]


@pytest.mark.parametrize(
    "files",
    [
        {"requirements.txt": "pyjwt\n"},
        {"requirements-dev.txt": "python-jose\n"},
        {"app/a.py": "from authlib.jose import jwt\n"},
    ],
)
def test_it_leaves_alone(files):
    assert findings(RULE, files) == []
