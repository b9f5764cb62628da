"""Of several applications, the one that a command starts tells which origins are let in."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

APP = """import os
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins={origins})
@app.get("/")
def read() -> int:
    return 1
"""
SETTINGS = APP.format(origins="[os.environ['ORIGIN']]")
ANY = APP.format(origins="['*']")


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ({"Procfile": "web: uvicorn main:app --port 80"}, "met"),
        ({"Dockerfile": 'FROM python\nCMD ["gunicorn", "-k", "x", "main:app"]\n'}, "met"),
        ({"Procfile": "web: uvicorn desk.server:app"}, "not_met"),
        ({"Procfile": "web: uvicorn main:app\nmore: uvicorn desk.server:app"}, "not_met"),
        # What it imports belongs to it, wherever it stands.
        (
            {"Procfile": "web: uvicorn main:app", "main.py": f"import desk.server\n{SETTINGS}"},
            "not_met",
        ),
        ({"Procfile": "web: python -m somewhere"}, "not_met"),
        ({}, "not_met"),
        # It says nothing of origins itself.
        (
            {
                "Procfile": "web: uvicorn main:app",
                "main.py": "import fastapi\napp = fastapi.FastAPI()",
            },
            "not_met",
        ),
        # A command means what stands beside it.
        (
            {
                "Procfile": "web: uvicorn main:app",
                "mail/main.py": ANY,
                "mail/Dockerfile": "FROM python\nCMD uvicorn main:app\n",
            },
            "not_met",
        ),
    ],
)
def test_what_is_started_decides(files, verdict):
    found = facts({"main.py": SETTINGS, "desk/server.py": ANY, **files})
    assert judge(found).verdict.value == verdict


RUN = "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run({})\n"
IMAGE = 'FROM python\nCMD ["uvicorn", "main:app"]\n'
COMPOSE = "services:\n  desk:\n    build: .\n    command: {}\n"
SCRIPTS = "[project]\nname = 'x'\n[project.scripts]\ndesk = 'desk:main'\n"


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        # A program that serves its own application is started as well.
        (
            {"compose.yaml": COMPOSE.format("python desk.py"), "desk.py": ANY + RUN.format("app")},
            "not_met",
        ),
        (
            {"compose.yaml": COMPOSE.format("python -m desk"), "desk.py": ANY + RUN.format("app")},
            "not_met",
        ),
        (
            {
                "compose.yaml": COMPOSE.format("python /srv/desk.py"),
                "desk.py": ANY + RUN.format("app"),
            },
            "not_met",
        ),
        (
            {"compose.yaml": COMPOSE.format("python run.py"), "run.py": RUN.format("'desk:app'")},
            "not_met",
        ),
        (
            {"compose.yaml": COMPOSE.format("python run.py"), "run.py": RUN.format("CHOSEN")},
            "not_met",
        ),
        (
            {
                "compose.yaml": COMPOSE.format("desk --port 80"),
                "pyproject.toml": SCRIPTS,
                "desk.py": ANY + "import uvicorn\ndef main(): uvicorn.run(app)\n",
            },
            "not_met",
        ),
        # What a variable, a configuration or a module elsewhere says is not known.
        ({"desk/Dockerfile": "FROM python\nENV APP=desk:app\nCMD uvicorn $APP\n"}, "not_met"),
        (
            {
                "Procfile": "web: uvicorn main:app",
                "Dockerfile": "FROM python\nENV APP=desk:app\nCMD uvicorn $APP\n",
            },
            "not_met",
        ),
        ({"compose.yaml": COMPOSE.format("gunicorn -c gunicorn.py")}, "not_met"),
        ({"compose.yaml": COMPOSE.format("uvicorn elsewhere:app")}, "not_met"),
        ({"compose.yaml": COMPOSE.format("python $PROGRAM")}, "not_met"),
        ({"compose.yaml": COMPOSE.format("fastapi run desk.py")}, "not_met"),
        # Nothing of these starts another one.
        ({"desk.py": ANY + RUN.format("app")}, "met"),
        ({"compose.yaml": COMPOSE.format("python seed.py"), "seed.py": "print(1)\n"}, "met"),
        (
            {"compose.yaml": COMPOSE.format("python run.py"), "run.py": RUN.format("'main:app'")},
            "met",
        ),
        ({"Dockerfile": IMAGE.replace("CMD", "RUN pip install uvicorn gunicorn\nCMD")}, "met"),
        ({"entrypoint.sh": "echo starting uvicorn now\nexec uvicorn main:app\n"}, "met"),
        ({"compose.yaml": COMPOSE.format("fastapi run main.py --port 80")}, "met"),
    ],
)
def test_what_may_be_started_beside_it_counts(files, verdict):
    found = facts({"Dockerfile": IMAGE, "main.py": SETTINGS, "desk.py": ANY, **files})
    assert judge(found).verdict.value == verdict
