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
    "more",
    [
        {"backend/Dockerfile": 'CMD ["uvicorn", "app.main:app"]\n'},
        {"backend/.dockerignore": "legacy/\n"},
        {"backend/app/settings.py": "legacy = True\n"},
    ],
)
def test_what_nothing_names_from_the_folder_around_it_is_served_no_more(more):
    files = {"backend/app/main.py": APP, "backend/legacy/main.py": OLD, **more}
    assert "backend/legacy/main.py" not in _served(files)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("archive/router.py", {"app/main.py": f"{APP}from archive.router import router\n"}),
        ("archive/router.py", {"app/main.py": f"{APP}uses('archive.router:app')\n"}),
        ("archive/main.py", {"app/main.py": APP, "archive/Dockerfile": "FROM python"}),
        ("archive/main.py", {"app/main.py": APP, "compose.yaml": "build: archive\n"}),
        ("app/archive/router.py", {"app/main.py": APP, "app/__init__.py": ""}),
        *(
            ("backend/legacy/main.py", {"backend/app/main.py": APP, **named})
            for named in (
                {"backend/Dockerfile": 'CMD ["uvicorn", "legacy.main:app"]\n'},
                {"backend/Dockerfile": "WORKDIR /srv/legacy\nCMD uvicorn main:app\n"},
                {"Dockerfile": "COPY backend /srv\nCMD cd legacy && uvicorn main:app\n"},
                {"backend/run.py": "import uvicorn\nuvicorn.run('legacy.main:app')\n"},
                {"backend/run.py": "import uvicorn\nuvicorn.run('main:app', app_dir='legacy')\n"},
            )
        ),
        # What else would be served?
        ("archive/main.py", {"app/main.py": ""}),
        ("archives_api/main.py", {"app/main.py": APP}),
    ],
)
def test_what_is_loaded_or_deployed_is_served(path, more):
    assert path in _served({path: OLD, **more})
