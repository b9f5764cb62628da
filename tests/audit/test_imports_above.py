"""Imports by the names of folders around the audited directory."""

from __future__ import annotations

import pytest

from fastscaffold.audit.audit import audit
from fastscaffold.audit.verdicts import Verdict

GUARD = """import jwt
from fastapi import Depends
from {settings} import KEY


def user(token: str):
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""
MAIN = """from fastapi import Depends, FastAPI
from {guard} import user

app = FastAPI()


@app.get("/")
def me(_=Depends(user)): ...
"""


def judged(root, folder, prefix):
    files = {
        "core/settings.py": "import secrets\n\nKEY = secrets.token_hex(32)\n",
        "core/guard.py": GUARD.format(settings=f"{prefix}core.settings"),
        "main.py": MAIN.format(guard=f"{prefix}core.guard"),
    }
    for path, text in files.items():
        place = root / folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return audit(root / folder)


@pytest.mark.parametrize(
    ("folder", "prefix"),
    [
        ("backend", ""),
        ("backend", "backend."),
        ("src/backend", "backend."),
        ("src/backend", "src.backend."),
    ],
)
def test_imports_may_begin_above_what_is_audited(tmp_path, folder, prefix):
    found = judged(tmp_path, folder, prefix)
    assert found.health["auth"].verdict is Verdict.MET
    assert found.security["jwt_secret"].verdict is Verdict.MET


def test_a_folder_called_like_a_library_is_none_of_it(tmp_path):
    main = """from fastapi import APIRouter, Depends, FastAPI
from fastapi.security import HTTPBearer

app = FastAPI()


@app.get("/", dependencies=[Depends(HTTPBearer())])
def me(): ...
"""
    folder = tmp_path / "fastapi"
    folder.mkdir()
    (folder / "main.py").write_text(main)
    (folder / "security.py").write_text("class HTTPBearer: ...\n")
    found = audit(folder)
    assert found.health["auth"].verdict is Verdict.PARTIAL
    assert [each.note for each in found.health["auth"].evidence] == ["depends on HTTPBearer"]
