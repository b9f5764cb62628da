from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.deployment import judge
from fastscaffold.audit.verdicts import Verdict

APP = "from fastapi import Depends, FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders(): ...\n"
HEALTH = APP + "@app.get('/health')\ndef health(): ...\n"
PING = APP + "@app.get('/ping')\ndef ping(host: str): ...\n"
ROOT = APP + "@app.get('/')\ndef {}(): ...\n"
PROBE = APP + "@app.get('/ping')\ndef ping(db: Session, verbose: bool = False): ...\n"
# Of what an application is about, which only who is in may ask.
USER = "def get_current_active_user(token): ...\n"
STATUS = APP + USER + "@app.get('/{}')\ndef read(user=Depends(get_current_active_user)): ...\n"
KEY = (
    APP + "def verify_apikey(key): ...\n@app.get('/{}')\ndef read(_=Depends(verify_apikey)): ...\n"
)
ONE = "FROM python:3.12\nCMD uvicorn app.main:app\n"
TWO = "FROM python:3.12 AS builder\nRUN pip install .\n" + ONE
CHOSEN = """ARG VERSION=3.12 IMAGE="python:${VERSION}-slim"
ARG KIND=api
FROM ghcr.io/astral-sh/uv AS builder
FROM $IMAGE AS base
FROM base AS api
CMD ["supervisord"]
FROM ${KIND:-api}
"""
POSTGRES = "services:\n  db:\n    image: postgres\n    healthcheck:\n      test: pg_isready\n"
API = "services:\n  api:\n    build: .\n    healthcheck:\n      test: curl localhost\n"


@pytest.mark.parametrize(
    ("app", "files", "verdict"),
    [
        (APP, {"Dockerfile": TWO + "HEALTHCHECK CMD true\n"}, Verdict.MET),
        (APP, {"docker/Dockerfile.prod": TWO, "compose.yaml": API}, Verdict.MET),
        # What a template of a project has to fill in is no YAML yet.
        (
            APP,
            {
                "Dockerfile": TWO,
                "compose.yaml": API + "    container_name: {{cookiecutter.slug}}-a\n",
            },
            Verdict.MET,
        ),
        (HEALTH, {"Dockerfile": TWO}, Verdict.MET),
        (APP, {"Dockerfile": TWO}, Verdict.PARTIAL),
        # A probe has nothing to send.
        (PING, {"Dockerfile": TWO}, Verdict.PARTIAL),
        (PROBE, {"Dockerfile": TWO}, Verdict.MET),
        (STATUS.format("status"), {"Dockerfile": TWO}, Verdict.PARTIAL),
        (STATUS.format("health"), {"Dockerfile": TWO}, Verdict.MET),
        (KEY.format("status"), {"Dockerfile": TWO}, Verdict.PARTIAL),
        (KEY.format("health"), {"Dockerfile": TWO}, Verdict.MET),
        (APP + "@app.get('/hc')\ndef check(): ...\n", {"Dockerfile": TWO}, Verdict.MET),
        (APP, {"Dockerfile": CHOSEN}, Verdict.PARTIAL),
        (HEALTH, {"Dockerfile": CHOSEN}, Verdict.MET),
        (APP, {"Dockerfile": "ARG 'it\n" + TWO}, Verdict.PARTIAL),
        (ROOT.format("health"), {"Dockerfile": TWO}, Verdict.MET),
        (ROOT.format("status"), {"Dockerfile": TWO}, Verdict.PARTIAL),
        # The health of the database is not that of the application.
        (APP, {"Dockerfile": TWO, "compose.yaml": POSTGRES}, Verdict.PARTIAL),
        (HEALTH, {"Dockerfile": ONE}, Verdict.PARTIAL),
        (HEALTH, {}, Verdict.PARTIAL),
        (APP, {"Dockerfile": ONE}, Verdict.NOT_MET),
        (APP, {"Dockerfile": ONE, "web/Dockerfile": "FROM node\nFROM nginx\n"}, Verdict.NOT_MET),
        (APP, {}, Verdict.NOT_MET),
    ],
)
def test_it_judges(app, files, verdict):
    judgement = judge(facts({"app/main.py": app, **files}))
    assert judgement.verdict is verdict
    assert judgement.evidence


@pytest.mark.parametrize(
    ("router", "verdict"),
    [("dockerflow.fastapi", Verdict.MET), ("orders.fastapi", Verdict.PARTIAL)],
)
def test_a_health_route_of_a_library(router, verdict):
    app = f"{APP}from {router} import router as other\napp.include_router(other)\n"
    assert judge(facts({"app/main.py": app, "Dockerfile": TWO})).verdict is verdict
