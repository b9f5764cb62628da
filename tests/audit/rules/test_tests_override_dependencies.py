from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.tests_override_dependencies import RULE

APP = """from typing import Annotated
from fastapi import Depends, FastAPI
def session(): ...
Session = Annotated[str, Depends(session)]
app = FastAPI()
@app.get("/orders")
def orders(session: Session): ...
"""
CLIENT = """from fastapi.testclient import TestClient
from app.main import app
def test_orders():
    assert TestClient(app).get("/orders")
"""


def test_it_finds():
    assert lines(RULE, {"app/main.py": APP, "tests/test_orders.py": CLIENT}) == [4]


@pytest.mark.parametrize(
    ("app", "test"),
    [
        (APP, CLIENT + "    app.dependency_overrides[session] = None\n"),
        (APP, "import os\nos.environ['DATABASE_URL'] = 'x'\n" + CLIENT),
        (APP.replace("session: Session", ""), CLIENT),
        (APP, "def test_it(): ...\n"),
    ],
)
def test_it_leaves_alone(app, test):
    assert lines(RULE, {"app/main.py": app, "tests/test_orders.py": test}) == []
