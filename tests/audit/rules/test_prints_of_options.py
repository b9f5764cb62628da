"""What prints beside options that somebody has given, and what parses them."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.logs_structured import RULE

MAIN = """import structlog
from fastapi import FastAPI
from app.options import Options
structlog.configure()
app = FastAPI()
@app.get("/")
def index() -> str:
    return Options.name
"""
OPTIONS = """import argparse
class Options:
    name = "x"
    def take(self, given: argparse.Namespace):
        print(given)
"""


@pytest.mark.parametrize(
    ("more", "found"), [("", [5]), ("def parse():\n    return argparse.ArgumentParser()\n", [])]
)
def test_a_module_that_only_names_what_is_parsed_is_no_command(more, found):
    files = {"app/main.py": MAIN, "app/options.py": OPTIONS + more}
    assert [each.line for each in findings(RULE, files)] == found
