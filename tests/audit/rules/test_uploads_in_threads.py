"""Uploads that a thread, a task or a queue is given."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules import upload_filename, upload_size

NAMED = """import asyncio
from fastapi import BackgroundTasks, FastAPI, UploadFile
from fastapi.concurrency import run_in_threadpool
app = FastAPI()
def store(content, name):
    open("files/" + name, "wb")
@app.post("/files")
async def add(file: UploadFile, tasks: BackgroundTasks):
    {call}
"""
READ = """import asyncio, shutil
from fastapi import BackgroundTasks, FastAPI, UploadFile
from fastapi.concurrency import run_in_threadpool
app = FastAPI()
def store(file: UploadFile):
    shutil.copyfileobj(file.file, open("a", "wb"))
@app.post("/files")
async def add(file: UploadFile, tasks: BackgroundTasks):
    {before}
    {call}
"""


@pytest.mark.parametrize(
    "call",
    [
        "store(b'', file.filename)",
        "await run_in_threadpool(store, b'', file.filename)",
        "await asyncio.to_thread(store, b'', name=file.filename)",
        "tasks.add_task(store, content=b'', name=file.filename)",
        "store.delay(b'', file.filename)",
        "await store.kiq(b'', name=file.filename)",
    ],
)
def test_a_name_is_followed_to_what_they_run(call):
    assert lines(upload_filename.RULE, NAMED.format(call=call)) == [6]
    own = NAMED.format(call=call.replace("file.filename", "'own.txt'"))
    assert lines(upload_filename.RULE, own) == []


@pytest.mark.parametrize(
    "call",
    [
        "await run_in_threadpool(store, file)",
        "await asyncio.to_thread(store, file=file)",
        "tasks.add_task(store, file)",
    ],
)
@pytest.mark.parametrize(
    ("before", "found"), [("pass", [6]), ("if file.size > 9: raise ValueError", [])]
)
def test_what_they_read_has_to_be_measured_before(call, before, found):
    assert lines(upload_size.RULE, READ.format(before=before, call=call)) == found
