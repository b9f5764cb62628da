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

DATA = "    data = await request.body()\n"


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("    unpack(io.BytesIO(await request.body()))\n", "met"),
        ("    data = await request.body()\n    Path('x').write_bytes(data)\n", "met"),
        ("    async for part in request.stream():\n        out.write(part)\n", "met"),
        ("    item = json.loads(await request.body())\n", "not_met"),
        ("    out.write(await request.json())\n", "not_met"),
        # Bytes that are handed on have no shape, nor are they values that nobody looked at.
        ("    add(await request.body())\n", "partial"),
        # What is thrown away, or only counted, needs no shape.
        (DATA + "    log.info('%s bytes', len(data))\n", "met"),
        ("    await request.body()\n", "met"),
        (DATA + "    text = data.decode()\n    log.info(len(text))\n", "met"),
        (DATA + "    log.info(len(data))\n    return data\n", "partial"),
        (DATA + "    data = await add(data)\n    return {'rows': len(data)}\n", "partial"),
        (DATA + "    data = data or add(data)\n    return {'rows': len(data)}\n", "partial"),
        (DATA + "    log.info(len(data), data)\n", "partial"),
        (DATA + "    text = data.decode()\n    log.info(len(text))\n    add(text)\n", "partial"),
        (DATA + "    size = len(data)\n    return {'size': size, 'name': data[:9]}\n", "partial"),
        # A name for it, in another kind, is still the file.
        ("    data = bytes(await request.body())\n    out.write(data)\n", "met"),
        (DATA + "    out.write(data)\n    key = json.loads(find(len(data)))\n", "met"),
        (DATA + "    files.save(name, ContentFile(data))\n", "met"),
        (DATA + "    files.save(name, File(data, name=name))\n", "met"),
        (DATA + "    bucket.blob(name).upload_from_string(data)\n", "met"),
        (DATA + "    rows = parse_file(data)\n", "partial"),
        (DATA + "    ContentFile(data)\n    return json.loads(data)['x']\n", "not_met"),
        # What is parsed as well has a shape.
        (DATA + "    open('log', 'ab').write(data)\n    return json.loads(data)['x']\n", "not_met"),
        (DATA + "    out.write(data)\n    text = data.decode()\n    json.loads(text)\n", "not_met"),
        (DATA + "    json.load(io.BytesIO(data))\n", "not_met"),
        (DATA + "    out.write(data)\n    await to_thread(json.loads, data)\n", "not_met"),
        # To mention it is not to keep it.
        (DATA + "    log.write(str(len(data)))\n    return json.loads(data)['x']\n", "not_met"),
        (DATA + "    log.write(str(len(data)))\n    add(data)\n", "partial"),
    ],
)
def test_bytes_that_are_kept_as_a_file_have_no_model(body, verdict):
    assert judge(facts({"app/main.py": SOURCE + body})).verdict.value == verdict


@pytest.mark.parametrize(
    ("read", "verdict"),
    [
        ("    fields = await request.form()\n    return Item(**fields)\n", "partial"),
        ("    fields = await request.form()\n    return fields['name']\n", "not_met"),
        ("    return len(await request.body())\n", "met"),
    ],
)
def test_what_is_read_beside_declared_files(read, verdict):
    source = f"""from fastapi import FastAPI, File, Request, UploadFile
from pydantic import BaseModel
app = FastAPI()
class Item(BaseModel):
    name: str
@app.post("/items")
def add(item: Item): ...
@app.put("/items")
async def change(request: Request, picture: UploadFile = File(...)):
{read}"""
    assert judge(facts(source)).verdict.value == verdict
