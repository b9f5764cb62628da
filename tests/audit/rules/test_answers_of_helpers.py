"""What a function of the project answers for a route: a file or a page, or data now and then."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.bodies_described_by_models import RULE

TOP = """from fastapi import FastAPI
from fastapi.responses import FileResponse, JSONResponse, Response
app = FastAPI()
@app.get('/scans')
def read(scan: str, form: str):
    return sent(scan, form)
"""


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("if form == 'image':\n        return FileResponse(scan)\n    return scan.told", 1),
        ("told = scan.get('told')\n    return told if form else FileResponse(scan)", 1),
        ("if form:\n        return again(scan)\n    return FileResponse(scan)", 1),
        ("answer = FileResponse(scan)\n    answer.headers['a'] = 'b'\n    return answer", 0),
        ("if form:\n        return {}\n    return FileResponse(scan)", 0),
        ("if form:\n        return None\n    return Response(scan.content, media_type='a/b')", 0),
        ("return file(scan)", 0),
        ("return sent(scan, form)", 1),
    ],
)
def test_what_answers_with_data_too_has_a_body_to_describe(body, count):
    helpers = (
        "def file(scan):\n    return FileResponse(scan)\ndef again(scan):\n    return [scan]\n"
    )
    source = f"{TOP}def sent(scan, form):\n    {body}\n{helpers}"
    assert len(lines(RULE, source)) == count


def test_what_is_annotated_is_believed():
    source = f"{TOP}def sent(scan, form) -> FileResponse:\n    return scan.file(form)\n"
    assert lines(RULE, source) == []
