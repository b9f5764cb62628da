"""Exceptions of the project that are answered, without a hierarchy."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.error_handling import judge

SOURCE = """from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
app = FastAPI()
class ShopError(Exception):
    def __init__(self, code, text):
        self.code, self.text = code, text
REGISTERED
def answer(request, error):
    return JSONResponse({"code": error.code, "text": error.text}, 400)
@app.get("/a")
def a():
    raise ShopError(1, "a")
@app.get("/b")
def b():
    RAISED
"""
HANDLER = "@app.exception_handler(ShopError)"
BARE = "raise HTTPException(404, 'b')"


@pytest.mark.parametrize(
    ("registered", "raised", "verdict"),
    [
        (HANDLER, "raise ShopError(2, 'b')", "partial"),
        (HANDLER, BARE, "partial"),
        (HANDLER, f"if a():\n        {BARE}\n    {BARE}", "not_met"),
        ("@app.exception_handler(Exception)", BARE, "not_met"),
    ],
)
def test_they_count_half_unless_texts_alone_are_the_rule(registered, raised, verdict):
    source = SOURCE.replace("REGISTERED", registered).replace("RAISED", raised)
    assert judge(facts(source)).verdict.value == verdict
