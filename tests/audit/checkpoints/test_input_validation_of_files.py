"""Bodies that are files, sent without a form."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.input_validation import judge

SOURCE = """import io
import json
from pathlib import Path
from fastapi import FastAPI, Request
from pydantic import BaseModel
app = FastAPI()
class Item(BaseModel):
    name: str
@app.post("/items")
def add(item: Item): ...
@app.put("/archives/{name}")
async def keep(name: str, request: Request):
"""


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("    unpack(io.BytesIO(await request.body()))\n", "met"),
        ("    data = await request.body()\n    Path('x').write_bytes(data)\n", "met"),
        ("    async for part in request.stream():\n        out.write(part)\n", "met"),
        ("    item = json.loads(await request.body())\n", "not_met"),
        ("    out.write(await request.json())\n", "not_met"),
        ("    add(await request.body())\n", "not_met"),
    ],
)
def test_bytes_that_are_kept_as_a_file_have_no_model(body, verdict):
    assert judge(facts({"app/main.py": SOURCE + body})).verdict.value == verdict
