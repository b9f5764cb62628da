"""Handlers of exceptions that answer with the texts of those."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

SOURCE = """from driver import errors
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
app = FastAPI()
class Refused(Exception): ...
{registered}
async def answer(request{annotated}):
    return JSONResponse({{"detail": {told}}}, 400)
"""


@pytest.mark.parametrize("annotated", [": Request, error: errors.LostRow", ", error"])
@pytest.mark.parametrize("told", ["str(error)", "f'failed: {error}'"])
def test_the_class_of_a_library_need_not_be_called_an_error(annotated, told):
    registered = "@app.exception_handler(errors.LostRow)"
    source = SOURCE.format(registered=registered, annotated=annotated, told=told)
    assert lines(RULE, source) == [9]


@pytest.mark.parametrize(
    ("registered", "told"),
    [
        ("@app.exception_handler(Refused)", "str(error)"),
        ("@app.exception_handler(RequestValidationError)", "str(error)"),
        ("@app.exception_handler(HTTPException)", "str(error)"),
        ("@app.exception_handler(404)", "str(error)"),
        ("@app.exception_handler(errors.LostRow)", "'failed'"),
        ("@app.exception_handler(errors.LostRow)", "str(request)"),
        ("", "str(error)"),
    ],
)
def test_what_is_written_for_readers_is_left_alone(registered, told):
    source = SOURCE.format(registered=registered, annotated=", error", told=told)
    assert lines(RULE, source) == []
