from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.tests_reach_services import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders(): ...\n"

SERVICE = "class OrderService:\n    def total(self): ...\n"
TESTS = "".join(f"def test_{number}(): ...\n" for number in range(5))


def test_it_finds():
    files = {"app/main.py": APP, "app/services.py": SERVICE, "tests/test_it.py": TESTS}
    assert lines(RULE, files) == [1]


@pytest.mark.parametrize(
    "test",
    [
        "from app.services import OrderService\n" + TESTS,
        "from app import services\n" + TESTS,
        "import app.services\n" + TESTS + "def test_more(): app.services.OrderService()\n",
        "def test_it(): ...\n",
    ],
)
def test_it_leaves_alone(test):
    files = {"app/main.py": APP, "app/__init__.py": "", "app/services.py": SERVICE}
    assert lines(RULE, {**files, "tests/test_it.py": test}) == []


def test_without_services_there_are_none_to_test():
    assert lines(RULE, {"app/main.py": APP, "tests/test_it.py": TESTS}) == []
