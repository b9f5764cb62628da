"""Names of uploads whose endings are cut off, which leaves all slashes where they are."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.upload_filename import RULE

START = """import os, re
from fastapi import UploadFile
def keep(file: UploadFile, number: int):
    {taken}
    return open(f"pictures/{{number}}-{{name}}", "wb")
"""


@pytest.mark.parametrize(
    "taken",
    [
        "name, _ = os.path.splitext(file.filename)",
        "name, ending = os.path.splitext(file.filename or '')",
        "name = os.path.splitext(file.filename)[0]",
        "name = file.filename.rsplit('.', 1)[0]",
        "name = file.filename.split('.')[0].strip()",
        "name, *_ = file.filename.split('.')",
        "name, _, ending = file.filename.rpartition('.')",
    ],
)
def test_what_stands_before_the_ending_is_a_path(taken):
    assert lines(RULE, START.format(taken=taken)) == [5]


@pytest.mark.parametrize(
    "taken",
    [
        "_, name = os.path.splitext(file.filename)",
        "name = os.path.splitext(file.filename)[1]",
        "name = os.path.splitext(os.path.basename(file.filename))[0]",
        "name = file.filename.split('/')[-1]",
        "name, _ = os.path.splitext(file.filename)\n    name = re.sub(r'\\W', '', name)",
        "name, _ = os.path.splitext('picture.png')",
    ],
)
def test_an_ending_and_a_last_part_are_none(taken):
    assert lines(RULE, START.format(taken=taken)) == []


def test_a_stem_is_followed_to_the_function_that_stores_it():
    source = """import os
from fastapi import UploadFile
async def add(file: UploadFile, number: int):
    name, _ = os.path.splitext(file.filename)
    return await store(file, "pictures", f"{number}-{name}")
async def store(file: UploadFile, folder: str, key: str):
    _, ending = os.path.splitext(file.filename)
    named = f"{key}{ending}"
    path = os.path.join(folder, named)
    return path
"""
    assert lines(RULE, source) == [9]


STORE = """import boto3
from fastapi import FastAPI, UploadFile
app = FastAPI()
class Store:
    def __init__(self):
        self.client = boto3.client("s3")
    def keep(self, file: UploadFile, destination: str):
        self.client.upload_fileobj(file.file, "bucket", destination)
@app.post("/files")
def add(file: UploadFile):
    return Store().keep(file, {given})
@app.post("/pictures")
def picture(file: UploadFile):
    return Store().keep(file, "pictures/" + "one.png")
"""


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ('"files/" + file.filename', [11]),
        ('f"files/{file.filename}"', [11]),
        ("file.filename", [8]),
        ('"files/" + "one"', []),
    ],
)
def test_a_key_is_told_where_it_is_put_together(given, found):
    assert lines(RULE, STORE.format(given=given)) == found


INNER = """import threading, cloudinary.uploader
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/files")
async def add(file: UploadFile, name: str):
    content = await file.read()
    def upload({takes}):
        {call}
    threading.Thread(target=upload).start()
"""


@pytest.mark.parametrize(
    ("takes", "call", "found"),
    [
        ("", "storage.from_('a').upload(file=content, path=file.filename)", [8]),
        ("", "cloudinary.uploader.upload(content, public_id=file.filename)", [8]),
        ("", "cloudinary.uploader.upload(content, public_id='picture')", []),
        ("file=OTHER", "storage.from_('a').upload(file=content, path=file.filename)", []),
    ],
)
def test_a_function_inside_sees_the_upload(takes, call, found):
    assert lines(RULE, INNER.format(takes=takes, call=call)) == found
