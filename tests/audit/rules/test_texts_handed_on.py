"""Names that hold the text of an exception, and what helpers make of it."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

TOP = """import logging
import uuid
from fastapi import FastAPI, HTTPException
app = FastAPI()
def noted(request, problem):
    logging.error(problem)
    number = uuid.uuid4().hex
    return f"{request}-{number}"
def kind_of(problem):
    if "timeout" in problem:
        return "timeout"
    return "other"
def short(problem):
    text = problem[:80]
    return f"it failed: {text}"
@app.get("/")
def read(request):
    answers = {}
    text = "failed: "
    try:
        work()
    except Exception as error:
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("text += str(error)\n        return {'m': text}", 1),
        ("answers |= {'e': str(error)}\n        return answers", 1),
        ("log(told := str(error))\n        return {'m': told}", 1),
        ("name = noted(request, str(error))\n        raise HTTPException(500, f'see {name}')", 0),
        ("code = kind_of(str(error))\n        raise HTTPException(500, detail=code)", 0),
        ("said = short(str(error))\n        raise HTTPException(500, detail=said)", 1),
        ("said = library(str(error))\n        raise HTTPException(500, detail=said)", 1),
        ("text = str(error)\n        raise HTTPException(500, detail=short(text))", 1),
    ],
)
def test_what_is_told_of_a_text(body, found):
    assert len(lines(RULE, f"{TOP}        {body}\n")) == found
