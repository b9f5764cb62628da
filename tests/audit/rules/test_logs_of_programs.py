"""Prints of modules that nothing of the project loads."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.logs_structured import RULE

APP = """import structlog
from fastapi import FastAPI
structlog.configure(processors=[])
app = FastAPI()
"""
PROGRAM = """import requests
print("begun")
def compare(one, other):
    print(one, other)
for each in requests.get("https://a.example").json():
    compare(each, each)
"""
PATH = "utils/compare.py"


def _found(files: dict[str, str]) -> list[int]:
    return [each.line for each in findings(RULE, {"app/main.py": APP, **files})]


def test_what_prints_as_it_is_loaded_is_run_by_hand():
    assert _found({PATH: PROGRAM}) == []


@pytest.mark.parametrize(
    "files",
    [
        {"app/routes.py": "from utils import compare\n", PATH: PROGRAM},
        {"Dockerfile": "FROM python\nCMD python utils/compare.py\n", PATH: PROGRAM},
        {"compose.yaml": "services: {a: {command: python -m utils.compare}}\n", PATH: PROGRAM},
        {PATH: f"from app.main import app\n{PROGRAM}"},
    ],
)
def test_what_is_loaded_or_started_is_served(files):
    assert len(_found(files)) == 2


@pytest.mark.parametrize(
    "source",
    [
        "def compare(one):\n    print(one)\n",
        "\nprint('loaded')\ndef compare(one):\n    return one\n",
    ],
)
def test_what_defines_things_may_be_imported(source):
    assert _found({PATH: source}) == [2]
