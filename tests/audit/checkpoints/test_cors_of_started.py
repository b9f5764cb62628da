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
