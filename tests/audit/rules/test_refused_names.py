"""What a helper says of the names of uploads before they are used as paths."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules import rule

UPLOAD = """import re
from fastapi import FastAPI, HTTPException, UploadFile
app = FastAPI()
def look(name, kind):
{body}
@app.post("/files")
async def upload(file: UploadFile):
    look(file.filename, file.content_type)
    with open("uploads/" + file.filename, "wb") as kept:
        kept.write(await file.read())
"""
REFUSE = "        raise HTTPException(400)"


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        (f"    if '/' in name or '..' in name:\n{REFUSE}", False),
        (f"    if not re.fullmatch('[a-z.]+', name):\n{REFUSE}", False),
        (f"    match = re.fullmatch('[a-z.]+', name)\n    if match is None:\n{REFUSE}", False),
        (f"    for part in ('/', '..'):\n        if part in name:\n    {REFUSE}", False),
        (f"    if kind not in ('image/png', 'image/jpeg'):\n{REFUSE}", True),
        (f"    if not name or kind not in ('image/png', 'image/jpeg'):\n{REFUSE}", True),
        ("    if len(name) > 255:\n        raise HTTPException(400, 'see /docs')", True),
    ],
)
def test_a_name_is_refused_by_a_test_of_its_slashes(body, is_found):
    found = lines(rule("SEC018"), UPLOAD.format(body=body))
    assert bool(found) is is_found
