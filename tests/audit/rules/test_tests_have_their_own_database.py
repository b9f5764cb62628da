from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.tests_have_their_own_database import RULE

COMMON = {
    "app/db.py": "import os\nfrom sqlalchemy import create_engine\n"
    "engine = create_engine(os.environ['DATABASE_URL'])\n",
    "app/main.py": "from fastapi import FastAPI\nfrom app.db import engine\napp = FastAPI()\n"
    "@app.get('/orders')\ndef orders(): ...\n",
}
CLIENT = """from fastapi.testclient import TestClient
from app.main import app
client = TestClient(app)
def test_orders(): assert client.get("/orders")
"""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (CLIENT, 3),
        ("from app.db import engine\ndef test_orders(): assert engine.connect()\n", 1),
        ("from app import db\nfrom app.db import engine as e\ndef test_it(): assert e\n", 2),
        # That sends a request, and replaces nothing.
        (CLIENT + "def test_change(): client.patch('/settings', json={'database': 1})\n", 3),
    ],
)
def test_it_finds(source, found):
    assert lines(RULE, COMMON | {"tests/test_orders.py": source}) == [found]


@pytest.mark.parametrize(
    "files",
    [
        {"tests/test_orders.py": CLIENT + "app.dependency_overrides[session] = fake\n"},
        {"tests/test_orders.py": "import os\nos.environ['DATABASE_URL'] = 'x'\n" + CLIENT},
        {"tests/test_orders.py": "import os\nos.environ.setdefault('DB', 'x')\n" + CLIENT},
        {"tests/test_orders.py": "import testcontainers.postgres\n" + CLIENT},
        {
            "tests/test_orders.py": "from sqlalchemy import create_engine\ncreate_engine(u)\n"
            + CLIENT
        },
        {
            "tests/test_orders.py": CLIENT,
            "pytest.ini": "[pytest]\nenv =\n    DATABASE_URL=sqlite://",
        },
        {"tests/test_orders.py": CLIENT, ".env.test": "DATABASE_URL=sqlite://"},
        {"tests/test_orders.py": CLIENT, "app/settings.py": "url = a if TESTING else b"},
        {
            "tests/test_orders.py": CLIENT,
            "tests/conftest.py": "import pytest\n@pytest.fixture\ndef e(monkeypatch):\n"
            "    monkeypatch.setenv('DATABASE_URL', 'x')\n",
        },
        {"tests/test_sum.py": "def test_sum(): assert sum([1]) == 1\n"},
    ],
)
def test_it_leaves_alone(files):
    assert lines(RULE, COMMON | files) == []


def test_it_finds_a_function_that_opens_the_engine_of_the_settings():
    files = {
        "app/db.py": "import os\nfrom sqlalchemy import create_engine\n"
        "def connect(): return create_engine(os.environ['DATABASE_URL'])\n"
        "def opened(): return connect()\n",
        "tests/test_it.py": "from app.db import opened\ndef test_it():\n    assert opened()\n",
    }
    assert lines(RULE, files) == [3]


@pytest.mark.parametrize(
    ("source", "found"),
    [("FIRST = {'password': 'test'}\n", [3]), ("ENGINES = {'test': 'sqlite://'}\n", [])],
)
def test_data_is_no_setting_of_tests(source, found):
    assert lines(RULE, COMMON | {"app/seed.py": source, "tests/test_a.py": CLIENT}) == found
