"""Files and streams of JSON have no body that a model could describe."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.type_safety import judge

SOURCE = """from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, StreamingResponse
app = FastAPI()
@app.get("/chart")
def chart():
    return {made}
"""


@pytest.mark.parametrize(
    ("made", "is_wrong"),
    [
        ("FileResponse('chart.json', media_type='application/json')", False),
        ("StreamingResponse(drawn(), media_type='application/json')", False),
        ("Response(drawn(), media_type='application/json')", True),
    ],
)
def test_files_of_json(made: str, *, is_wrong: bool) -> None:
    verdict = judge(facts(SOURCE.format(made=made))).verdict.value
    assert (verdict == "not_met") is is_wrong
