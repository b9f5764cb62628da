from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.testing import judge
from fastscaffold.audit.verdicts import Verdict

SYNC = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef index(): ...\n"
ASYNC = SYNC.replace("def index", "async def index")
PLAIN = "from fastapi.testclient import TestClient\ndef test_it(): TestClient(app).get('/')\n"
CLIENT = "async def test_it():\n    async with AsyncClient() as client: ...\n"
COVERED = {"Makefile": "test:\n\tpytest --cov=app\n"}


@pytest.mark.parametrize(
    ("app", "test", "files", "verdict"),
    [
        (ASYNC, "from httpx import AsyncClient\n" + CLIENT, COVERED, Verdict.MET),
        (ASYNC, "from httpx2 import AsyncClient\n" + CLIENT, COVERED, Verdict.MET),
        (
            ASYNC,
            "from async_asgi_testclient import TestClient as AsyncClient\n" + CLIENT,
            {"scripts/test.sh": "coverage run -m pytest"},
            Verdict.MET,
        ),
        (
            ASYNC,
            "async def test_it(): ...\n",
            {"pytest.ini": "[pytest]\naddopts = --cov=app"},
            Verdict.MET,
        ),
        (ASYNC, "async def test_it(): ...\n", {}, Verdict.PARTIAL),
        (SYNC, PLAIN, COVERED, Verdict.PARTIAL),
        (SYNC, PLAIN, {}, Verdict.PARTIAL),
        (ASYNC, PLAIN, COVERED, Verdict.NOT_MET),
        (ASYNC, "", COVERED, Verdict.NOT_MET),
    ],
)
def test_it_judges(app, test, files, verdict):
    judgement = judge(facts({"app/main.py": app, "tests/test_it.py": test, **files}))
    assert judgement.verdict is verdict
    assert judgement.evidence
