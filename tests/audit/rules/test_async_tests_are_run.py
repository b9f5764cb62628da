from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.async_tests_are_run import RULE

TEST = "async def test_it(): ...\n"


@pytest.mark.parametrize(
    "source",
    [
        TEST,
        "import pytest\n@pytest.mark.parametrize('a', [1])\n" + TEST,
        "import pytest\n@pytest.mark.skipif(False, reason='')\n" + TEST,
        "class TestIt:\n    async def test_it(self): ...\n",
        "from unittest.mock import patch\n@patch('a')\n" + TEST,
    ],
)
def test_it_finds(source):
    assert lines(RULE, {"tests/test_it.py": source}) == [source.count("\n")]


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\n@pytest.mark.asyncio\n" + TEST,
        "import pytest\n@pytest.mark.asyncio(loop_scope='session')\n" + TEST,
        "from pytest import mark\n@mark.anyio\n@mark.parametrize('a', [1])\n" + TEST,
        "import pytest\npytestmark = pytest.mark.anyio\n" + TEST,
        "import pytest\npytestmark = [pytest.mark.unit, pytest.mark.asyncio]\n" + TEST,
        "import pytest\nrun = pytest.mark.asyncio\n@run\n" + TEST,
        "import pytest\n@pytest.mark.asyncio\nclass TestIt:\n    async def test_it(self): ...\n",
        "import unittest\nclass T(unittest.IsolatedAsyncioTestCase):\n    async def test_it(self): ...",
        "from tests.base import Base\nclass T(Base):\n    async def test_it(self): ...",
        "async def test_it(anyio_backend): ...",
        "import mine\n@mine.awaited\n" + TEST,
        "def test_it():\n    async def test_inner(): ...\n",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, {"tests/test_it.py": source}) == []


@pytest.mark.parametrize(
    ("base", "is_run"),
    [
        ("@pytest.mark.anyio\nclass Base:\n    url = ''\n", True),
        ("class Base:\n    pytestmark = [pytest.mark.asyncio]\n", True),
        ("@pytest.mark.trio\nclass First:\n    url = ''\nclass Base(First):\n    a = 1\n", True),
        ("import unittest\nclass Base(unittest.IsolatedAsyncioTestCase):\n    a = 1\n", True),
        ("class Base(Unknown):\n    url = ''\n", True),
        ("class Base:\n    url = ''\n", False),
        ("@pytest.mark.slow\nclass Base(object):\n    url = ''\n", False),
    ],
)
def test_the_marks_of_a_base_class_are_handed_on(base, is_run):
    files = {
        "tests/support.py": f"import pytest\n{base}",
        "tests/test_it.py": "from tests.support import Base\n"
        "class TestIt(Base):\n    async def test_it(self): ...\n",
    }
    assert lines(RULE, files) == ([] if is_run else [3])


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": "[tool.pytest.ini_options]\nasyncio_mode = 'auto'"},
        {"pyproject.toml": '[tool.pytest]\nasyncio_mode = "auto"'},
        {"pytest.ini": "[pytest]\naddopts = --asyncio-mode=auto"},
        {"setup.cfg": "[tool:pytest]\nasyncio_mode=auto"},
        {"Makefile": "test:\n\tpytest --asyncio-mode auto"},
        {"requirements-dev.txt": "pytest-aiohttp"},
        {"tests/conftest.py": "def pytest_collection_modifyitems(items): ..."},
    ],
)
def test_it_leaves_alone_what_a_mode_runs(files):
    assert lines(RULE, {"tests/test_it.py": TEST, **files}) == []


def test_a_program_that_runs_its_coroutines_itself_needs_no_marker():
    source = "import asyncio\n\n\nasync def test_pay():\n    pass\n\n\n"
    assert lines(RULE, {"checks/test_pay.py": f"{source}asyncio.run(test_pay())\n"}) == []
    assert lines(RULE, {"checks/test_pay.py": source}) == [4]
