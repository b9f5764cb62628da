from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

TOP = """import traceback
from fastapi import FastAPI, HTTPException as Http
from fastapi.responses import JSONResponse
app = FastAPI()
class Ours(Exception): ...
@app.get("/")
def read():
    try:
        work()
    except {caught} as error:
        {body}
"""


@pytest.mark.parametrize(
    "body",
    [
        "raise Http(500, str(error))",
        "raise Http(500, detail=f'failed: {error}') from error",
        "raise Http(500, detail='failed: %s' % error)",
        "raise Http(500, detail='failed: {}'.format(error))",
        "raise Http(500, detail={'message': repr(error)})",
        "raise Http(500, detail=error)",
        "raise Http(500, detail=traceback.format_exc())",
        "return {'error': str(error)}",
        "return JSONResponse({'error': str(error)}, 500)",
        "text = str(error); return {'error': text}",
    ],
)
def test_it_finds(body):
    source = TOP.replace("{caught}", "Exception").replace("{body}", body)
    found = lines(RULE, source)
    assert found == [11]


@pytest.mark.parametrize(
    ("caught", "body"),
    [
        ("Exception", "raise Http(500, 'failed') from error"),
        ("Exception", "log.error('failed: %s', error); raise Http(500, 'failed')"),
        ("Exception", "raise Http(500, type(error).__name__)"),
        ("Exception", "raise Http(500, f'{type(error).__name__} happened')"),
        ("Exception", "print(str(error)); return {'error': 'failed'}"),
        ("Ours", "raise Http(409, str(error))"),
        ("Http", "return {'error': str(error.detail)}"),
    ],
)
def test_it_leaves_alone(caught, body):
    source = TOP.replace("{caught}", caught).replace("{body}", body)
    assert lines(RULE, source) == []


def test_a_text_may_be_sent_behind_the_clause():
    source = """from fastapi import FastAPI
app = FastAPI()
@app.get("/")
def read():
    problem = None
    try:
        work()
    except OSError as error:
        problem = str(error)
    return {"problem": problem}
"""
    assert lines(RULE, source) == [9]


def test_handlers_are_looked_at():
    source = """from fastapi import FastAPI
from fastapi.responses import JSONResponse as Answer
async def on_error(request, exc: Exception):
    code, message = 500, str(exc)
    return Answer({"message": message}, status_code=code)
async def on_ours(request, exc: Exception):
    log(str(exc))
    return Answer({"message": "failed"}, status_code=500)
"""
    assert lines(RULE, source) == [4]


def test_what_a_service_returns_is_no_response():
    source = "def work():\n    try:\n        go()\n    except OSError as error:\n        return str(error)\n"
    assert lines(RULE, source) == []


@pytest.mark.parametrize("caught", ["ValueError", "UnicodeDecodeError", "(Ours, KeyError)"])
def test_what_a_library_may_raise_is_found(caught):
    body = "raise Http(400, str(error))"
    assert lines(RULE, TOP.replace("{caught}", caught).replace("{body}", body)) == [11]


HANDLER = """from fastapi import Request
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError
class Ours(Exception): ...
async def handle(request: Request, error: {kind}):
    content = dict(code=500, message=f"failed: {error}")
    return JSONResponse(content=content, status_code=500)
"""


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("IntegrityError", [7]),
        ("ResponseValidationError", [7]),
        ("ValueError", [7]),
        ("Ours", []),
        ("RequestValidationError", []),
    ],
)
def test_a_handler_holds_what_it_is_given(kind, found):
    assert lines(RULE, HANDLER.replace("{kind}", kind)) == found
