from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.test_data_from_factories import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders(): ...\n"

TESTS = "".join(f"def test_{number}(): f({{'a': 1, 'b': 2}})\n" for number in range(20))


def test_it_finds():
    assert lines(RULE, {"app/main.py": APP, "tests/test_it.py": TESTS}) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "import factory\n" + TESTS,
        "from polyfactory.factories import ModelFactory\n" + TESTS,
        "def make_order(): ...\n" + TESTS,
        "class OrderFactory: ...\n" + TESTS,
        TESTS.replace("'b': 2", ""),
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, {"app/main.py": APP, "tests/test_it.py": source}) == []


def test_numbers_below_zero_and_lists_are_written_out_as_well():
    body = "{'a': -1, 'b': ['x', -2]}"
    tests = "".join(
        f"def test_{n}(client):\n    client.post('/', json={body})\n" for n in range(20)
    )
    app = "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/')\ndef create(): ...\n"
    assert lines(RULE, {"app/main.py": app, "tests/test_it.py": tests}) == [1]
