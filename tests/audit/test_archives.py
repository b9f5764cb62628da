"""Folders called archive: what nothing loads was served once, and others are features."""

from __future__ import annotations

import pytest
from support.audited import facts

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
OLD = f"{APP}@app.get('/orders')\ndef orders() -> list[str]: ...\n"


def _served(files):
    return sorted(each.path for each in facts(files).production)


@pytest.mark.parametrize(
    "path", ["archive/server.py", "legacy/server.py", "backups/api/main.py", "api/archive/old.py"]
)
def test_what_nothing_loads_is_served_no_more(path):
    assert _served({"app/main.py": APP, path: OLD}) == ["app/main.py"]


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("archive/router.py", {"app/main.py": f"{APP}from archive.router import router\n"}),
        ("archive/router.py", {"app/main.py": f"{APP}uses('archive.router:app')\n"}),
        ("archive/main.py", {"app/main.py": APP, "archive/Dockerfile": "FROM python"}),
        ("archive/main.py", {"app/main.py": APP, "compose.yaml": "build: archive\n"}),
        ("app/archive/router.py", {"app/main.py": APP, "app/__init__.py": ""}),
        # What else would be served?
        ("archive/main.py", {"app/main.py": ""}),
        ("archives_api/main.py", {"app/main.py": APP}),
    ],
)
def test_what_is_loaded_or_deployed_is_served(path, more):
    assert path in _served({path: OLD, **more})
