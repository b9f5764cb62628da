"""What a verdict says that is not met, or not decided: what is lacking, and where that is seen."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import cors, sql_injection, token_expiry
from fastscaffold.audit.points import point
from fastscaffold.audit.signals import testing

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\nasync def root(): ...\n"
SYNC = (
    "from fastapi.testclient import TestClient\nfrom app.main import app\nclient = TestClient(app)\n"
    "def test_root():\n    assert client.get('/').status_code == 200\n"
)
ASYNC = (
    "import pytest\nfrom httpx import AsyncClient\nfrom app.main import app\n@pytest.mark.anyio\nasync def test_root():\n"
    "    assert await AsyncClient(app=app).get('/')\n"
)


@pytest.mark.parametrize(
    ("tests", "why"),
    [
        ("", "there are no tests"),
        ("def test_sum():\n    assert 1 + 1 == 2\n", "no test tries anything of the application"),
        (SYNC, "the application awaits, its tests block, and coverage is not measured"),
        (ASYNC, "coverage is not measured"),
    ],
)
def test_tests_are_told_what_they_lack(tests, why):
    judged = testing.judge(facts({"app/main.py": APP, "tests/test_root.py": tests}))
    assert judged.why == why


def test_measured_tests_that_block_are_told_so():
    files = {
        "app/main.py": APP,
        "tests/test_root.py": SYNC,
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "--cov=app"\n',
    }
    assert testing.judge(facts(files)).why == "the application awaits, its tests block"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("", "nothing in the application lets other origins in"),
        (
            (
                "from fastapi.middleware.cors import CORSMiddleware\nfrom elsewhere import origins\n"
                "app.add_middleware(CORSMiddleware, allow_origins=origins())\n"
            ),
            "where its origins come from cannot be told",
        ),
    ],
)
def test_what_is_not_decided_has_a_reason(more, why):
    judged = cors.judge(facts(APP + more))
    assert (judged.verdict.value, judged.why) == ("unknown", why)


def test_tokens_whose_end_is_not_seen_have_one():
    source = f"import jwt\n{APP}def make(claims):\n    return jwt.encode(claims, KEY)\n"
    judged = token_expiry.judge(facts(source))
    assert judged.why == "tokens are made, and it cannot be told when they end"


def test_what_cors_asks_for_is_what_is_done():
    found = point("cors")
    assert found is not None
    assert "none of them by default" not in found.what
    assert "Partial where all of them stand in the code" in found.verdict


def test_a_library_is_seen_where_it_is_imported():
    source = f"import logging\nfrom sqlalchemy.orm import Session\n{APP}"
    (place,) = sql_injection.judge(facts(source)).evidence
    assert (place.line, place.note) == (2, "uses sqlalchemy")
