"""Error handling by a base that is itself an HTTP error."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.error_handling import judge
from fastscaffold.audit.verdicts import Verdict

SOURCE = """from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
app = FastAPI()
class Refused(HTTPException): ...
class Missing(Refused): ...
class Taken(Refused): ...
@app.exception_handler({handled})
def answer(request, error):
    return {answer}
@app.get("/")
def read():
    raise Missing(404)
"""
RICH = "JSONResponse({'message': error.detail, 'reason': error.reason}, 400)"


@pytest.mark.parametrize(
    ("handled", "answer", "more", "verdict"),
    [
        ("Refused", RICH, "", Verdict.MET),
        ("HTTPException", RICH, "", Verdict.PARTIAL),
        ("Refused", "JSONResponse({'detail': str(error)}, 400)", "", Verdict.PARTIAL),
        ("Refused", RICH, "    raise HTTPException(400, detail='no')\n" * 2, Verdict.PARTIAL),
    ],
)
def test_it_counts_where_a_handler_of_its_own_answers(handled, answer, more, verdict):
    source = SOURCE.replace("{handled}", handled).replace("{answer}", answer) + more
    assert judge(facts({"app/main.py": source})).verdict is verdict
