"""Uploads that something else of the project reads."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.upload_size import RULE

SOURCE = """from fastapi import FastAPI, UploadFile
app = FastAPI()
def content(held):
    with held:
        return held.read({size})
@app.post("/pictures")
def keep(picture: UploadFile):
    return len(content(picture.file))
"""
ALIAS = """from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/pictures")
def keep(picture: UploadFile):
    held = picture.file
    return len(held.read({size}))
"""


@pytest.mark.parametrize(("source", "line"), [(SOURCE, 8), (ALIAS, 6)])
@pytest.mark.parametrize("size", ["", "-1"])
def test_it_is_read_to_its_end(source, line, size):
    assert lines(RULE, source.format(size=size)) == [line]


@pytest.mark.parametrize("source", [SOURCE, ALIAS])
def test_a_part_of_it_is_read(source):
    assert lines(RULE, source.format(size="1024")) == []
