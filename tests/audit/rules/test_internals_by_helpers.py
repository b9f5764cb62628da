"""Texts of exceptions that a helper raises with, or that a model of a response is made with."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

HELPERS = """import logging
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
app = FastAPI()
class Outcome(BaseModel):
    name: str
    error: str | None = None
    tone: str | None = None
class Note(BaseModel):
    error: str
def refuse(problem: str, code: str = "x"):
    told = {"code": code, "problem": problem}
    raise HTTPException(status_code=400, detail=told)
def refuse_plainly(problem: str):
    logging.error(problem)
    raise HTTPException(400, "This did not work.")
def all_of(names) -> list[Outcome]:
    found = []
    for name in names:
        try:
            run(name)
        except Exception as error:
            KEPT
    return found
@app.post("/runs")
def start(names: list[str]) -> list[Outcome]:
    return all_of(names)
@app.get("/runs")
def look() -> int:
    try:
        return run("all")
    except Exception as error:
        CALLED
"""
_QUIET = ("found.append(Outcome(name=name))", "raise")


@pytest.mark.parametrize(
    ("kept", "called", "found"),
    [
        ("others.append(Outcome(name=name, error=str(error)))", "raise", [23]),
        ("others.append(Outcome(name=name, tone=str(error)))", "raise", []),
        ("others.append(Note(error=str(error)))", "raise", []),
        ("found.append(Outcome(name=name))", 'refuse(f"It failed: {error}")', [33]),
        ("found.append(Outcome(name=name))", 'refuse("It failed", code=str(error))', [33]),
        ("found.append(Outcome(name=name))", "refuse_plainly(str(error))", []),
        ("found.append(Outcome(name=name))", "refuse(error)", []),
        (*_QUIET, []),
    ],
)
def test_where_a_text_is_given_to_what_is_sent(kept, called, found):
    source = HELPERS.replace("KEPT", kept).replace("CALLED", called)
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ('self._refuse(f"It failed: {error}")', [9]),
        ('self._refuse(status=400, problem="It failed: {}".format(error))', [9]),
        ('self._log(f"It failed: {error}")', []),
        ('self._refuse("It failed.")', []),
    ],
)
def test_methods_that_raise_are_helpers_too(told, found):
    source = f"""import logging
from fastapi import HTTPException
class Files:
    def put(self, name):
        try:
            self.store.put(name)
        except Exception as error:
            logging.error(error)
            {told}
    def _refuse(self, problem, status=400):
        raise HTTPException(status_code=status, detail=problem)
    def _log(self, problem):
        logging.error(problem)
        raise HTTPException(400, "It failed.")
"""
    assert lines(RULE, source) == found
