"""Each session and each settings object that a route makes is a finding of its own."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.audit import audit
from fastscaffold.audit.baseline import read_baseline, without_known, write_baseline
from fastscaffold.audit.rules.dependencies_injected import RULE

TOP = """from fastapi import FastAPI
from pydantic_settings import BaseSettings
from sqlalchemy.orm import Session, sessionmaker
class Settings(BaseSettings): ...
make = sessionmaker()
app = FastAPI()
"""
ROUTE = """@app.get("/")
def read() -> int:
    settings = Settings()
    with make() as session:
        return session.scalar(settings.query)
"""
ACCEPTED = ROUTE.replace("Settings()", "Settings()  # fastscaffold: ignore[ARCH003] reads a file")


def audited(root, source):
    (root / ".git").mkdir(exist_ok=True)
    (root / "main.py").write_text(source)
    return [each for each in audit(root).findings if each.rule == RULE.id]


def test_each_is_found():
    assert lines(RULE, TOP + ROUTE) == [9, 10]


@pytest.mark.parametrize("path", ["/a", "/b"])
def test_a_function_of_several_routes_is_looked_at_once(path):
    assert lines(RULE, f"{TOP}@app.get('{path}')\n{ROUTE}") == [10, 11]


def test_one_that_is_accepted_hides_no_other(tmp_path):
    assert [each.line for each in audited(tmp_path, TOP + ACCEPTED)] == [10]


def test_one_that_is_known_hides_no_other(tmp_path):
    one = ROUTE.replace("    with make() as session:\n        ", "    ")
    known = read_baseline(write_baseline(audited(tmp_path, TOP + one)), "baseline")
    new, held = without_known(audited(tmp_path, TOP + ROUTE), known)
    assert [each.line for each in held] == [9]
    assert [each.line for each in new] == [10]
