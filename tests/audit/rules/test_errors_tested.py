from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.errors_tested import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders(): ...\n"


def suite(sad: int, happy: int, form: str) -> dict[str, str]:
    tests = [f"def test_list_{number}(): ..." for number in range(happy)]
    tests += [form.format(number) for number in range(sad)]
    return {"app/main.py": APP, "tests/test_it.py": "\n".join(tests) + "\n"}


SAD = "def test_unknown_{}(): ..."


@pytest.mark.parametrize(
    "form",
    [
        SAD,
        "def test_a_{}(): assert response.status_code == 404",
        "def test_a_{}(): assert response.status_code == status.HTTP_403_FORBIDDEN",
        "def test_a_{}():\n    with pytest.raises(ValueError): ...",
    ],
)
def test_it_knows_what_is_about_errors(form):
    assert lines(RULE, suite(4, 6, form)) == []
    assert lines(RULE, suite(3, 7, form)) == [1]


def test_few_tests_say_nothing():
    assert lines(RULE, suite(0, 9, SAD)) == []
