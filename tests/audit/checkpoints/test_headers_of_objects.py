"""Headers that an object sets which a middleware calls, and those of recorded answers."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.security_headers import judge

SOURCE = """from fastapi import FastAPI
app = FastAPI()
class Shield:
    def __init__(self, age=1):
        self.headers = {"X-Frame-Options": "DENY", "Strict-Transport-Security": f"max-age={age}"}
    async def __call__(self, request, call_next):
        response = await call_next(request)
        response.headers.update(self.headers)
        return response
shield = Shield()
@app.middleware("http")
async def protect(request, call_next):
    return await CALLED
"""
RECORDED = "Strict-Transport-Security: max-age=1\nX-Frame-Options: DENY\n"


@pytest.mark.parametrize(
    ("called", "verdict"),
    [("shield(request, call_next)", "met"), ("call_next(request)", "not_met")],
)
def test_an_object_is_called(called, verdict):
    assert judge(facts(SOURCE.replace("CALLED", called))).verdict.value == verdict


@pytest.mark.parametrize(
    ("path", "verdict"),
    [("app/tests/cassettes/a.yaml", "not_met"), ("deploy/middlewares.yaml", "met")],
)
def test_what_tests_have_recorded_is_set_by_nobody(path, verdict):
    app = "from fastapi import FastAPI\napp = FastAPI()\n"
    assert judge(facts({"app/main.py": app, path: RECORDED})).verdict.value == verdict
