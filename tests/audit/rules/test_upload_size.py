from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.upload_size import RULE

HEAD = """import os, shutil
from fastapi import Depends, FastAPI, Header, HTTPException, Request, UploadFile
from PIL import Image
app = FastAPI()
LIMIT = 5_000_000
def check(upload: UploadFile, most: int = LIMIT):
    if upload.size is None or upload.size > most:
        raise HTTPException(413)
def look(upload: UploadFile):
    if upload.content_type != 'image/png':
        raise HTTPException(415)
def declared(request: Request):
    if int(request.headers.get('content-length', 0)) > LIMIT:
        raise HTTPException(413)
"""
ROUTE = "@app.post('/files')\nasync def take(file: UploadFile):\n"
CHUNKS = "    while chunk := await file.read(1024):\n"


@pytest.mark.parametrize(
    "body",
    [
        "    return await file.read()\n",
        "    return file.file.read()\n",
        "    return b' '.join(file.file.readlines())\n",
        "    return await file.read(-1)\n",
        "    file = await file.read()\n    return file\n",
        "    content = await file.read()\n    if len(content) > LIMIT: raise HTTPException(413)\n",
        "    look(file)\n    return await file.read()\n",
        "    shutil.copyfileobj(file.file, open('a', 'wb'))\n",
        "    return Image.open(file.file)\n",
        f"{CHUNKS}        out.write(chunk)\n",
        "    while True:\n        chunk = await file.read(1024)\n        parts.append(chunk)\n",
        "    if not file.filename: raise HTTPException(400)\n    return await file.read()\n",
    ],
)
def test_it_finds(body):
    assert lines(RULE, f"{HEAD}{ROUTE}{body}")


@pytest.mark.parametrize(
    "body",
    [
        "    return await file.read(LIMIT + 1)\n",
        "    if file.size > LIMIT: raise HTTPException(413)\n    return await file.read()\n",
        "    size = file.size or 0\n    if size >= LIMIT: return\n    return await file.read()\n",
        "    if (getattr(file, 'size', 0) or 0) > LIMIT: return\n    return await file.read()\n",
        "    size = file.file.tell()\n    if size > LIMIT: return\n    return await file.read()\n",
        "    if file.file.seek(0, 2) > LIMIT: return\n    return await file.read()\n",
        "    check(file)\n    return await file.read()\n",
        f"    size = 0\n{CHUNKS}        size += len(chunk)\n        if size > LIMIT: return\n",
        f"{CHUNKS}        digest.update(chunk)\n",
        "    return file.filename\n",
    ],
)
def test_a_limit_before(body):
    assert lines(RULE, f"{HEAD}{ROUTE}{body}") == []


@pytest.mark.parametrize(
    "parameter",
    ["checked=Depends(declared)", "content_length: int = Header(le=LIMIT)"],
)
def test_a_limit_of_what_is_declared(parameter):
    route = f"@app.post('/files')\nasync def take(file: UploadFile, {parameter}):\n"
    assert lines(RULE, f"{HEAD}{route}    return await file.read()\n") == []


SERVICE = (
    "from fastapi import UploadFile\nclass Files:\n    async def keep(self, file: UploadFile):\n"
)
KEPT = f"{SERVICE}        return await file.read()\n"


@pytest.mark.parametrize(
    ("before", "found"), [("", 1), ("    check(file)\n", 0), ("    look(file)\n", 1)]
)
def test_what_callers_have_checked(before, found):
    main = f"from files import Files\n{HEAD}{ROUTE}{before}    await Files().keep(file)\n"
    assert len(lines(RULE, {"main.py": main, "files.py": KEPT})) == found


def test_what_nothing_calls():
    assert lines(RULE, {"main.py": HEAD, "files.py": KEPT}) == []


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"nginx/default.conf": "server {\n  client_max_body_size 10m;\n}\n"}, 0),
        ({"nginx/default.conf": "server {\n  client_max_body_size 0;\n}\n"}, 1),
        (
            {
                "limits.py": "class Limited:\n"
                "    async def __call__(self, scope, receive, send):\n"
                "        length = dict(scope['headers']).get(b'content-length')\n"
                "        if length and int(length) > 10: raise ValueError\n",
                "main.py": f"from limits import Limited\n{HEAD}app.add_middleware(Limited)\n{ROUTE}",
            },
            0,
        ),
        (
            {
                "main.py": f"from sizes import LimitUploadSize\n{HEAD}"
                f"app.add_middleware(LimitUploadSize, max_upload_size=LIMIT)\n{ROUTE}"
            },
            0,
        ),
    ],
)
def test_limits_of_all_bodies(files, found):
    files = {"main.py": f"{HEAD}{ROUTE}", **files}
    files["main.py"] += "    return await file.read()\n"
    assert len(lines(RULE, files)) == found


STREAM = "@app.put('/file')\nasync def take(request: Request):\n    size = 0\n"
PIECES = "    async for piece in request.stream():\n"


@pytest.mark.parametrize(
    ("loop", "found"),
    [
        ("        out.write(piece)\n", 1),
        ("        size += len(piece)\n        out.write(piece)\n", 1),
        (
            "        size += len(piece)\n        if size > LIMIT: return\n        out.write(piece)\n",
            0,
        ),
        ("        digest.update(piece)\n", 0),
    ],
)
def test_a_body_that_comes_in_pieces(loop, found):
    assert len(lines(RULE, f"{HEAD}{STREAM}{PIECES}{loop}")) == found


@pytest.mark.parametrize(("base", "found"), [("UploadFile", 1), ("BaseModel", 0)])
def test_a_class_that_the_project_derives_from_uploads(base, found):
    source = (
        f"{HEAD}from pydantic import BaseModel\nclass Picture({base}): ...\n"
        "class Form(BaseModel):\n    picture: Picture\n"
        "@app.post('/files')\nasync def take(form: Form):\n    return await form.picture.read()\n"
    )
    assert len(lines(RULE, source)) == found
