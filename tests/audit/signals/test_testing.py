from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.testing import judge
from fastscaffold.audit.verdicts import Verdict

SYNC = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef index(): ...\n"
ASYNC = SYNC.replace("def index", "async def index")
PLAIN = "from fastapi.testclient import TestClient\ndef test_it(): TestClient(app).get('/')\n"
MANY = "async def test_one(service): ...\n" + "".join(
    f"def test_{each}(service): ...\n" for each in range(9)
)
CLIENT = "async def test_it():\n    async with AsyncClient() as client: ...\n"
# A client that no test asks for, through the fixture that would.
UNUSED = """import pytest
from httpx import AsyncClient
@pytest.fixture(name="base")
async def make():
    async with AsyncClient() as client:
        yield client
@pytest.fixture()
async def http(base):
    return base
def test_it():
    assert app.title == "api"
"""
BLOCKS = "import sqlalchemy\nengine = sqlalchemy.create_engine(url)\n"
AWAITS = (
    "from sqlalchemy.ext.asyncio import create_async_engine\nother = create_async_engine(url)\n"
)
# Another file than those that single tests write.
AUTOMATIC = {"pytest.toml": '[pytest]\nasyncio_mode = "auto"\n'}
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
            "async def test_it(service): ...\n",
            {"pytest.ini": "[pytest]\naddopts = --cov=app"},
            Verdict.MET,
        ),
        (ASYNC, "async def test_it(): assert await run()\n", {}, Verdict.PARTIAL),
        (SYNC, PLAIN, COVERED, Verdict.PARTIAL),
        (SYNC, PLAIN, {}, Verdict.PARTIAL),
        (ASYNC, PLAIN, COVERED, Verdict.NOT_MET),
        # A few that await, beside many that block.
        (ASYNC, PLAIN + MANY, COVERED, Verdict.PARTIAL),
        (ASYNC, PLAIN + MANY.replace("async ", ""), COVERED, Verdict.NOT_MET),
        # What endpoints wait for blocks, though they are coroutines.
        (ASYNC + BLOCKS, PLAIN, COVERED, Verdict.PARTIAL),
        (ASYNC + BLOCKS + AWAITS, PLAIN, COVERED, Verdict.NOT_MET),
        (ASYNC, "", COVERED, Verdict.NOT_MET),
        (ASYNC, UNUSED, COVERED, Verdict.NOT_MET),
        (ASYNC, UNUSED + "def test_more(http): ...\n", COVERED, Verdict.MET),
        (ASYNC, UNUSED.replace("fixture(", "fixture(autouse=True, "), COVERED, Verdict.MET),
        (ASYNC, UNUSED.replace("fixture(", "fixture(autouse=False, "), COVERED, Verdict.NOT_MET),
        (
            ASYNC,
            UNUSED,
            {**COVERED, "pytest.ini": "[pytest]\nusefixtures = tables http\n"},
            Verdict.MET,
        ),
        (
            ASYNC,
            UNUSED,
            {**COVERED, "pyproject.toml": '[tool.pytest.ini_options]\nusefixtures = ["http"]\n'},
            Verdict.MET,
        ),
        (
            ASYNC,
            UNUSED,
            {**COVERED, "setup.cfg": "[tool:pytest]\nusefixtures =\n    http\n"},
            Verdict.MET,
        ),
        (ASYNC, UNUSED + "pytestmark = pytest.mark.usefixtures('http')\n", COVERED, Verdict.MET),
        (ASYNC, "async def test_it(): assert isinstance(app, FastAPI)\n", COVERED, Verdict.NOT_MET),
        (SYNC, "def test_it(): assert True\n", COVERED, Verdict.NOT_MET),
    ],
)
def test_it_judges(app, test, files, verdict):
    files = {"app/main.py": app, "tests/test_it.py": test, **files, **AUTOMATIC}
    judgement = judge(facts(files))
    assert judgement.verdict is verdict
    assert judgement.evidence


@pytest.mark.parametrize(
    ("test", "files", "verdict"),
    [
        ("async def test_it(service): ...\n", {}, Verdict.PARTIAL),
        ("from httpx import AsyncClient\n" + CLIENT, {}, Verdict.PARTIAL),
        ("async def test_it(service): ...\n", AUTOMATIC, Verdict.MET),
        ("import pytest\n@pytest.mark.anyio\nasync def test_it(service): ...\n", {}, Verdict.MET),
        (
            (
                "import pytest\nasync def test_it(service): ...\n"
                "@pytest.mark.asyncio\nasync def test_more(service): ...\n"
            ),
            {},
            Verdict.MET,
        ),
        # A plain test has its client await.
        (UNUSED + "def test_more(http): ...\n", {}, Verdict.MET),
    ],
)
def test_coroutines_that_nothing_runs_are_half_of_it(test, files, verdict):
    found = facts({"app/main.py": ASYNC, "tests/test_it.py": test, **COVERED, **files})
    assert judge(found).verdict is verdict


@pytest.mark.parametrize(
    ("command", "verdict"),
    [
        ("pytest --cov=app", Verdict.MET),
        ("@echo 'coverage report - what is covered'", Verdict.PARTIAL),
        ("@printf 'run: pytest --cov'", Verdict.PARTIAL),
        ("echo tests && coverage run -m pytest", Verdict.MET),
        ('echo "$(coverage report)"', Verdict.MET),
        ("echo `coverage report`", Verdict.MET),
    ],
)
def test_what_is_only_said_measures_nothing(command, verdict):
    files = {"Makefile": f"test:\n\t{command}\n", **AUTOMATIC}
    test = "async def test_it(service): ...\n"
    found = facts({"app/main.py": ASYNC, "tests/test_it.py": test, **files})
    assert judge(found).verdict is verdict


@pytest.mark.parametrize(
    ("run", "verdict"),
    [
        ("asyncio.run(one('a.txt'))", "partial"),
        # What a module runs by hand for each of its files is no test that a runner collects.
        ("asyncio.run(test_one('a.txt'))", "not_met"),
    ],
)
def test_a_program_that_is_called_like_a_test(run, verdict):
    source = f"""import asyncio
from app.main import read
async def one(name): ...
async def test_one(name):
    print(await read(name))
if __name__ == "__main__":
    {run}
"""
    files = {"tests/test_read.py": source, "app/main.py": "async def read(name): ...\n"}
    assert judge(facts(files)).verdict.value == verdict
