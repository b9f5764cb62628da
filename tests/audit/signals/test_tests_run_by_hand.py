"""Tests that their module also runs by hand: those that a runner can fill in stay tests."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.facts.testing.suites import gather_suite

FIXTURE = "import pytest\n@pytest.fixture\ndef sailor(): ...\n"
NAMED = "import pytest\n@pytest.fixture(name='sailor')\ndef _made(): ...\n"


def collected(source: str, fixtures: str) -> list[str]:
    files = {"tests/test_it.py": source, "tests/conftest.py": fixtures}
    return [test.name for test in gather_suite(facts(files)).tests]


@pytest.mark.parametrize(
    ("head", "run", "fixtures"),
    [
        ("def test_it(n=1): ...", "test_it(n=1)", ""),
        ("async def test_it(n=1, *, m=2): ...", "asyncio.run(test_it(3))", ""),
        ("def test_it(sailor): ...", "test_it(make())", FIXTURE),
        ("def test_it(sailor, n=1): ...", "test_it(make(), 2)", NAMED),
        ("def test_it(tmp_path, monkeypatch): ...", "test_it(Path('.'), None)", ""),
        ("@pytest.mark.parametrize('n', [1])\ndef test_it(n): ...", "test_it(1)", ""),
        ("@pytest.mark.parametrize('n, m', [(1, 2)])\ndef test_it(n, m): ...", "test_it(1, 2)", ""),
        ("@pytest.mark.parametrize(('n',), [(1,)])\ndef test_it(n): ...", "test_it(1)", ""),
        ("pytestmark = pytest.mark.parametrize('n', [1])\ndef test_it(n): ...", "test_it(1)", ""),
        ("@given(n=integers())\ndef test_it(n): ...", "test_it(1)", ""),
        ("@mock.patch('a.b')\ndef test_it(made): ...", "test_it(1)", ""),
        ("def test_it(*sailors): ...", "test_it(1)", ""),
    ],
)
def test_what_a_runner_fills_in_is_a_test(head, run, fixtures):
    source = f"import pytest\n{head}\nif __name__ == '__main__':\n    {run}\n"
    assert collected(source, fixtures) == ["test_it"]


@pytest.mark.parametrize(
    "source",
    [
        "def test_it(name): ...\nif __name__ == '__main__':\n    test_it('a.txt')\n",
        "def test_it(name, n=1): ...\nfor each in ('a', 'b'):\n    test_it(each)\n",
        "def test_it(*, name): ...\ntest_it(name='a')\n",
    ],
)
def test_what_it_cannot_fill_in_is_none(source):
    assert collected(source, FIXTURE) == []


@pytest.mark.parametrize(
    ("path", "head", "names"),
    [
        ("scripts/test_mail.py", "import asyncio", []),
        ("test_mail.py", "import asyncio", []),
        # A runner would collect these, and await them.
        ("scripts/test_mail.py", "import asyncio, pytest", ["test_mail"]),
        ("tests/test_mail.py", "import asyncio", ["test_mail"]),
    ],
)
def test_a_script_that_runs_a_coroutine_is_no_test(path, head, names):
    source = f"{head}\nasync def test_mail():\n    send()\nasyncio.run(test_mail())\n"
    assert [test.name for test in gather_suite(facts({path: source})).tests] == names
