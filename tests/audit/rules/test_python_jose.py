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


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("from jose import jwt\njwt.decode(t, k, 'HS256')\n", "Tokens are read by python-jose."),
        ("import jose.jwt\njose.jwt.get_unverified_claims(t)\n", "Tokens are read by python-jose."),
        (
            "import jwt\nfrom jose import jwt as j\nj.encode({}, k)\njwt.decode(t, k, ['HS256'])\n",
            "Tokens are signed by python-jose.",
        ),
        ("", "python-jose is among what the project depends on."),
    ],
)
def test_it_says_what_is_done_with_it(source, said):
    (found,) = findings(RULE, {"requirements.txt": "python-jose\n", "app/a.py": source})
    assert found.message == said
