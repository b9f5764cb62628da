from __future__ import annotations

from support.audited import lines

from fastscaffold.audit.rules.errors_structured import RULE

TOP = """from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
app = FastAPI()
class Ours(Exception): ...
@app.get("/")
def read() -> int:
    raise HTTPException(404, "none")
"""
OURS = "def a():\n    raise Ours\n"


def test_it_finds_texts_where_they_are_the_rule():
    assert lines(RULE, TOP) == [7]
    assert lines(RULE, TOP + OURS * 3) == [7]


def test_it_leaves_a_few_alone():
    many = "".join(f"def a{number}():\n    raise Ours\n" for number in range(5))
    assert lines(RULE, TOP + many) == []
    assert lines(RULE, TOP.replace('"none"', '{"code": "none"}')) == []


def test_a_handler_may_wrap_them():
    handler = "@app.exception_handler(HTTPException)\ndef answer(request, error):\n    return {}\n"
    wrapping = handler.replace("{}", "JSONResponse({'error': {'message': error.detail}})")
    assert lines(RULE, TOP + wrapping) == []
    bare = handler.replace("{}", "JSONResponse({'detail': str(error.detail)})")
    assert lines(RULE, TOP + bare) == [7, 8]
